"""fill.py PICTURE MASK RESULT: fills the white part of the mask."""
import sys

import kintsugi

image = kintsugi.read_image(sys.argv[1])
mask = kintsugi.read_mask(sys.argv[2], image.shape[:2])
shares = []
filled = kintsugi.fill(image, mask, method="patchmatch", patch_size=9, progress=shares.append)
assert (filled == image)[~mask].all() and shares[-1] == 1
kintsugi.write_image(sys.argv[3], filled)
