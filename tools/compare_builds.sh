#!/usr/bin/env bash
# tools/compare_builds.sh OLD NEW: do two builds of `kintsugi` give the same bytes? Runs what README and docs show,
# over formats, methods, masks and models, with both programs and compares files and lines; times do not count.
# Ends with 1 where anything differs.
set -uo pipefail
[ $# = 2 ] || { sed -n '2,4s/^# //p' "$0"; exit 1; }
old=$(realpath "$1") new=$(realpath "$2") root=$(realpath "$(dirname "${BASH_SOURCE[0]}")/..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/old" "$work/new"
num_commands=0 num_different=0

# Lines of pictures that are filled side by side come in any order.
without_times() { sort | sed -E 's/ in [0-9]+ ms//; s/"[a-z_]*ms": ?[0-9.]+,?//g; s/[0-9.]+ s$//'; }

both() {  # both <arguments of kintsugi...>: in a folder for each program
  num_commands=$((num_commands + 1))
  for which in old new; do
    (cd "$work/$which" && "${!which}" "$@" > >(without_times >out.txt) 2> >(without_times >err.txt); echo $? >code.txt; wait
     [ ! -e report.json ] || sed -i -E '/"ms"/d' report.json)
  done
  if ! diff -rq "$work/old" "$work/new" >"$work/diff.txt"; then
    num_different=$((num_different + 1))
    echo "different: kintsugi $*"; sed 's/^/  /' "$work/diff.txt"
    diff "$work/old/err.txt" "$work/new/err.txt" | head -4
    rm -rf "$work/new"; cp -r "$work/old" "$work/new"  # what comes after starts alike
  fi
}

scene=$root/examples/scene.png mask=$root/examples/scene_mask.png
for format in png jpg webp tiff bmp heic avif jxl; do
  both fill "$scene" "$mask" -o "scene.$format" --method telea
  both fill "scene.$format" "$mask" -o "again.$format" --method telea --feather 3 --dilate 1
done
for method in auto patchmatch telea ns; do
  both fill "$scene" "$mask" -o "$method.png" --method $method --json
  both fill scene.jpg "$mask" -o "$method.jpg" --method $method --seed 3
done
both fill "$scene" "$mask" -o patches.png --patch-size 9 --iterations 2 --search-region 80
both fill "$scene" "$mask" -o lossy.webp --lossy
both fill "$scene" --mask-kind strokes --save-mask strokes.png -o strokes_filled.png
both fill "$scene" --mask-kind text --mask-ratio 0.02..0.05 -o text_filled.png --method ns
for kind in centre blocks rectangle strokes text scratches; do
  both mask --kind $kind --size 200x200 --count 2 --seed 1 -o masks/
done
mkdir -p "$work"/{old,new}/pictures
cp "$scene" "$work/old/pictures/a.png"; cp "$scene" "$work/new/pictures/a.png"
both mask --kind rectangle --like "$scene" --seed 5 -o pictures/a_mask001.png
both fill pictures -o filled/ --quiet
mkdir -p "$work"/{old,new}/tree/inner
cp "$scene" "$work/old/tree/inner/b.png"; cp "$scene" "$work/new/tree/inner/b.png"
cp "$scene" "$work/old/tree/a.png"; cp "$scene" "$work/new/tree/a.png"
both fill tree "$mask" -o treed/
both fill tree/a.png -o alone.png
both fill tree/a.png "$mask"
both fill pictures "$mask" -o filled/
both eval --method telea --method auto --method masked --data pictures --masks strokes --size 96 --pairs pairs.json --quiet --json report.json
both eval --method ns --data pictures --pairs pairs.json --bins --quiet --json report.json
for recipe in glcic-small gmcnn-small unet-patchgan-small approx-attention-small context-conv-small; do
  both inspect "$root/recipes/$recipe.toml" --json
  both init "$root/recipes/$recipe.toml" --seed 1 -o "$recipe.onnx"
  both inspect "$recipe.onnx"
  both fill "$scene" "$mask" -o "$recipe.png" --method "$recipe.onnx" --threads 1
done
both fill "$scene" "$mask" -o resized.png --method glcic-small.onnx --hd resize --threads 1
both fill "$scene" "$mask" -o whole.png --method glcic-small.onnx --hd whole --keep-seam --threads 1
both pack pictures -o packed.safetensors --side 64
both fill none.png none.png -o out.png
both fill "$scene" "$mask" -o out.png --method magic
both fill "$scene" "$scene" -o out.gif
echo "$num_commands commands, $num_different with differences"
[ $num_different = 0 ]
