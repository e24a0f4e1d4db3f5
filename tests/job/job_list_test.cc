#include <gmock/gmock.h>

#include "base/temporary_folder.h"
#include "kintsugi/error.h"
#include "kintsugi/fill.h"
#include "kintsugi/paint/painter.h"

namespace kintsugi {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A folder with files whose content does not matter here: pairing goes by name alone.
class JobListTest : public testing::Test {
 protected:
  void make(const std::vector<std::string>& names, const std::string& text = "") {
    for (const std::string& name : names) {
      fs::create_directories((root() / name).parent_path());
      std::ofstream(root() / name) << text;
    }
  }
  fs::path root() const { return folder_.path(); }

  JobList list(const std::vector<std::string>& inputs, const std::string& output,
               bool needs_mask = true, bool is_recursive = false) const {
    ListRequest request{.is_recursive = is_recursive};
    FillOptions options;
    if (!needs_mask) options.painter = make_painter({HoleKind::kCentre, {}});
    for (const std::string& input : inputs) request.inputs.push_back(root() / input);
    if (!output.empty()) request.output = root() / output;
    return list_jobs(request, options);
  }

  // "picture mask output" of every job, relative to the folder.
  std::vector<std::string> lines(const JobList& list) const {
    std::vector<std::string> result;
    for (const FileJob& job : list.jobs) {
      result.push_back(name_of(job.picture) + " " + name_of(job.mask) + " " + name_of(job.output));
    }
    return result;
  }

  std::string error_of(const std::vector<std::string>& inputs, const std::string& output,
                       bool needs_mask = true) const {
    try {
      list(inputs, output, needs_mask);
      return "no error";
    } catch (const Error& error) {
      return error.what();
    }
  }

 private:
  std::string name_of(const fs::path& path) const {
    return path.empty() ? "-" : path.lexically_relative(root()).string();
  }

  TemporaryFolder folder_;
};

TEST_F(JobListTest, APictureAndAMaskGoToAFileOrIntoAFolder) {
  make({"a.jpg", "m.png", "there/x.txt"});
  EXPECT_THAT(lines(list({"a.jpg", "m.png"}, "o.png")), ElementsAre("a.jpg m.png o.png"));
  EXPECT_THAT(lines(list({"a.jpg", "m.png"}, "there")), ElementsAre("a.jpg m.png there/a.jpg"));
  EXPECT_THAT(lines(list({"a.jpg", "m.png"}, "new/")), ElementsAre("a.jpg m.png new/a.jpg"));
}

TEST_F(JobListTest, TwoFoldersPairByStem) {
  make({"p/b.jpg", "p/a.PNG", "p/c.webp", "p/notes.txt", "p/.hidden.png", "m/a.png", "m/b.png"});
  const JobList result = list({"p", "m"}, "o");
  EXPECT_THAT(lines(result), ElementsAre("p/a.PNG m/a.png o/a.PNG", "p/b.jpg m/b.png o/b.jpg"));
  ASSERT_EQ(result.unpaired.size(), 1u);
  EXPECT_EQ(result.unpaired[0].picture, root() / "p/c.webp");
  EXPECT_THAT(result.unpaired[0].reason, HasSubstr("has no mask in "));
}

TEST_F(JobListTest, SeveralMasksInTheOtherFolderGiveSeveralResults) {
  make({"p/a.jpg", "m/a_mask001.png", "m/a_mask002.png"});
  EXPECT_THAT(lines(list({"p", "m"}, "o")), ElementsAre("p/a.jpg m/a_mask001.png o/a_mask001.jpg",
                                                        "p/a.jpg m/a_mask002.png o/a_mask002.jpg"));
}

TEST_F(JobListTest, TwoMasksOfOneStemAreReported) {
  make({"p/a.jpg", "p/b.jpg", "m/a.png", "m/a.bmp", "m/b.png"});
  const JobList result = list({"p", "m"}, "o");
  EXPECT_THAT(lines(result), ElementsAre("p/b.jpg m/b.png o/b.jpg"));
  ASSERT_EQ(result.unpaired.size(), 1u);
  EXPECT_THAT(result.unpaired[0].reason, HasSubstr("has two masks"));
}

TEST_F(JobListTest, OneMaskServesAWholeFolder) {
  make({"p/a.jpg", "p/b.jpg", "logo.png"});
  EXPECT_THAT(lines(list({"p", "logo.png"}, "o")),
              ElementsAre("p/a.jpg logo.png o/a.jpg", "p/b.jpg logo.png o/b.jpg"));
}

TEST_F(JobListTest, TheOneMaskMayLieAmongThePictures) {
  make({"p/a.jpg", "p/logo.png"});
  EXPECT_THAT(lines(list({"p", "p/logo.png"}, "o")), ElementsAre("p/a.jpg p/logo.png o/a.jpg"));
}

TEST_F(JobListTest, MasksBesideTheirPicturesAreFound) {
  make({"p/rose.jpg", "p/rose_mask001.png", "p/rose_mask002.png", "p/tree.png", "p/tree_mask.png",
        "p/alone.png"});
  const JobList result = list({"p"}, "o");
  EXPECT_THAT(lines(result), ElementsAre("p/rose.jpg p/rose_mask001.png o/rose_mask001.jpg",
                                         "p/rose.jpg p/rose_mask002.png o/rose_mask002.jpg",
                                         "p/tree.png p/tree_mask.png o/tree.png"));
  ASSERT_EQ(result.unpaired.size(), 1u);
  EXPECT_EQ(result.unpaired[0], (Unpaired{root() / "p/alone.png", "has no mask beside it"}));
}

TEST_F(JobListTest, AListNamesPicturesMasksAndOutputs) {
  make({"list.txt"},
       "\xEF\xBB\xBF# all of them\r\n"
       "a.png m.png out/a.png  # with a comment\r\n"
       "\n"
       "\"my rose.png\" 'm.png \"größe.png\"\n");
  EXPECT_THAT(lines(list({"list.txt"}, "")),
              ElementsAre("a.png m.png out/a.png", "my rose.png 'm.png größe.png"));
}

TEST_F(JobListTest, AListMayLeaveTheOutputToTheOption) {
  make({"sub/list.txt"}, "a.png m.png\n");
  EXPECT_THAT(lines(list({"sub/list.txt"}, "o")), ElementsAre("sub/a.png sub/m.png o/a.png"));
  EXPECT_THAT(error_of({"sub/list.txt"}, ""), HasSubstr("list.txt, line 1: names no output"));
}

TEST_F(JobListTest, ALineOfAListThatMakesNoSenseIsNamed) {
  make({"list.txt"}, "a.png m.png o.png\nmy rose.png m.png o.png\n");
  EXPECT_THAT(error_of({"list.txt"}, ""), HasSubstr("list.txt, line 2: found 4 names, expected"));
}

TEST_F(JobListTest, WithoutMasksPicturesStandAlone) {
  make({"p/a.jpg", "p/b.jpg"});
  EXPECT_THAT(lines(list({"p"}, "o", false)),
              ElementsAre("p/a.jpg - o/a.jpg", "p/b.jpg - o/b.jpg"));
  EXPECT_THAT(lines(list({"p/a.jpg"}, "o.png", false)), ElementsAre("p/a.jpg - o.png"));
}

TEST_F(JobListTest, APictureMayBeReplacedByItsResult) {
  make({"a.jpg", "m.png"});
  EXPECT_THAT(lines(list({"a.jpg", "m.png"}, "a.jpg")), ElementsAre("a.jpg m.png a.jpg"));
}

TEST_F(JobListTest, NothingElseMayBeOverwritten) {
  make({"p/a.png", "p/a_mask001.png", "q/a.png", "m.png"});
  make({"list.txt"}, "p/a.png m.png o.png\nq/a.png m.png p/../o.png\n");
  make({"swap.txt"}, "p/a.png m.png q/a.png\nq/a.png m.png p/a.png\n");
  EXPECT_THAT(error_of({"p/a.png", "m.png"}, "m.png"), HasSubstr("would overwrite the mask"));
  EXPECT_THAT(error_of({"p"}, "p"), HasSubstr("would overwrite the mask"));
  EXPECT_THAT(error_of({"list.txt"}, ""), HasSubstr("two results would be written to"));
  EXPECT_THAT(error_of({"swap.txt"}, ""), HasSubstr("would overwrite the picture"));
}

TEST_F(JobListTest, ErrorsSayWhatIsMissing) {
  make({"a.jpg", "empty/notes.txt", "p/a.jpg"});
  EXPECT_THAT(error_of({"none.jpg", "a.jpg"}, "o.jpg"), HasSubstr("there is no file or folder"));
  EXPECT_THAT(error_of({"a.jpg"}, "o.jpg"), HasSubstr("stands alone, expected a mask after it"));
  EXPECT_THAT(error_of({"a.jpg", "a.jpg"}, ""), HasSubstr("Expected list.output FILE"));
  EXPECT_THAT(error_of({"empty"}, "o"), HasSubstr("found no picture in"));
  EXPECT_THAT(error_of({"p"}, "a.jpg"), HasSubstr("is a file, expected a folder"));
  EXPECT_THAT(error_of({"a.jpg", "a.jpg", "a.jpg"}, "o"), HasSubstr("found 3 files"));
  EXPECT_THAT(error_of({"a.jpg", "a.jpg"}, "o.jpg", false), HasSubstr("and holes.kind"));
}

TEST_F(JobListTest, PicturesWithoutAFolderOfMasksAreNamedAndTheOthersFilled) {
  make({"in/a.png", "in/there/b.png", "in/gone/c.png", "masks/a.png", "masks/there/b.png"});
  const JobList found = list({"in", "masks"}, "out", true, true);
  EXPECT_THAT(lines(found), ElementsAre("in/a.png masks/a.png out/a.png",
                                        "in/there/b.png masks/there/b.png out/there/b.png"));
  ASSERT_EQ(found.unpaired.size(), 1u);
  EXPECT_EQ(found.unpaired[0].picture, root() / "in/gone/c.png");
  EXPECT_THAT(found.unpaired[0].reason, HasSubstr("has no mask in"));
}

TEST_F(JobListTest, FoldersInAFolderAreNamedOrFilledIntoALikeTree) {
  make({"in/a.png", "in/x/b.png", "in/x/y/c.png", "in/.git/d.png", "in/z/note.txt"});
  make({"masks/a.png", "masks/x/b.png", "masks/x/y/c.png"});
  const JobList flat = list({"in", "masks"}, "out");
  EXPECT_THAT(lines(flat), ElementsAre("in/a.png masks/a.png out/a.png"));
  EXPECT_THAT(flat.warnings, ElementsAre(HasSubstr(" are passed over: x, x/y (is_recursive")));
  const JobList deep = list({"in", "masks"}, "out", true, true);
  EXPECT_THAT(lines(deep),
              ElementsAre("in/a.png masks/a.png out/a.png", "in/x/b.png masks/x/b.png out/x/b.png",
                          "in/x/y/c.png masks/x/y/c.png out/x/y/c.png"));
  EXPECT_THAT(deep.warnings, IsEmpty());
}

TEST_F(JobListTest, AFolderOfResultsInsideThePicturesIsNoneOfThem) {
  make({"in/a.png", "in/x/b.png", "in/out/a.png", "in/masks/q.png", "mask.png"});
  const JobList found = list({"in", "mask.png"}, "in/out", true, true);
  EXPECT_THAT(lines(found), ElementsAre("in/a.png mask.png in/out/a.png",
                                        "in/masks/q.png mask.png in/out/masks/q.png",
                                        "in/x/b.png mask.png in/out/x/b.png"));
}

TEST_F(JobListTest, NothingPairedAtAllIsAnErrorThatNamesTheNearestMask) {
  make({"in/a.jpg", "in/b.jpg", "masks/A.png", "masks/b-mask.png"});
  EXPECT_THAT(
      error_of({"in", "masks"}, "out"),
      HasSubstr("a.jpg has no mask in " + (root() / "masks").string() + " (there is A.png)"));
  make({"one/b.jpg", "gifs/b.gif"});
  EXPECT_THAT(error_of({"one", "gifs"}, "out"), HasSubstr("(there is b.gif)"));
  EXPECT_THAT(error_of({"one"}, "out"), HasSubstr("none of the pictures has a mask"));
}

TEST_F(JobListTest, SavedMasksOverwriteNothing) {
  make({"in/a.png", "in/a.jpg", "in/b.png", "mask.png"});
  const auto error = [&](const fs::path& mask_output) -> std::string {
    try {
      list_jobs({.inputs = {root() / "in", root() / "mask.png"},
                 .output = root() / "out",
                 .mask_output = mask_output});
    } catch (const Error& found) {
      return found.what();
    }
    return "";
  };
  EXPECT_THAT(error(root() / "saved"), HasSubstr("two masks would be written to"));
  fs::remove(root() / "in/a.jpg");
  EXPECT_EQ(error(root() / "saved"), "");
  EXPECT_THAT(error(root() / "in"), HasSubstr("would overwrite the input"));
}

}  // namespace
}  // namespace kintsugi
