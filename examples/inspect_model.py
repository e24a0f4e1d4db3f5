"""inspect_model.py MODEL.onnx: what a model takes, gives and is made of."""
import sys

import kintsugi

model = kintsugi.inspect(sys.argv[1], size=256)
for port in model["inputs"] + model["outputs"]:
    print(port["name"], port["type"], port["shape"])
print(model["parameters"], "parameters,", len(model["layers"]), "layers")
