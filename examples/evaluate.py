"""evaluate.py PICTURES: methods on the same pictures and holes."""
import sys

import kintsugi

result = kintsugi.evaluate(["telea", "auto"], sys.argv[1], holes="strokes", ratio="0.1..0.2", size=128)
for method in result["methods"]:
    print(method["name"], method["psnr_hole"], method["ssim_gaussian11"])
