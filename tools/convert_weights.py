#!/usr/bin/env python3
"""Turns PyTorch checkpoints of others into .safetensors files with Kintsugi's weight names.

    convert_weights.py vgg19 vgg19-dcbb9e9d.pth -o vgg19.safetensors
    kintsugi train recipes/gmcnn.toml --features vgg19=vgg19.safetensors ...

    convert_weights.py glcic model_cn -o glcic.safetensors
    kintsugi init recipes/glcic.toml --set generator.norm_order=act_norm --weights glcic.safetensors -o glcic.onnx

kinds
  alexnet, squeezenet1_1, vgg13_bn, vgg16, vgg19   torchvision, https://download.pytorch.org/models/
        alexnet-owt-7be5be79.pth    squeezenet1_1-b8a52dc0.pth    vgg13_bn-abd245e5.pth
        vgg16-397923af.pth          vgg19-dcbb9e9d.pth
  lpips_squeeze, lpips_alex, lpips_vgg             lpips/weights/v0.1/*.pth of richzhang/PerceptualSimilarity
  glcic      the completion network of otenim/GLCIC-PyTorch (norm_order = "act_norm")
  gmcnn      the generator of shepnerd/inpainting_gmcnn, PyTorch release

What the network does not need, such as dense layers and batch counters, is left out and named; names and
shapes are checked where the file is used. Reading .pth needs python3 with torch; a .safetensors input needs neither.
"""
import argparse
import json
import os
import re
import struct
import sys
import tempfile

TYPES = {"F64": ("d", 8), "F32": ("f", 4), "F16": ("e", 2), "I64": ("q", 8)}


# The names of a network's weights. That all are there, with the right shapes, is checked where they are
# used: kintsugi init --weights, kintsugi train --features.
LAYER = r"\.(weight|bias|running_mean|running_var)"
KINDS = {
    "alexnet": r"features\.\d+" + LAYER,
    "squeezenet1_1": r"(features\.\d+(\.(squeeze|expand1x1|expand3x3))?|classifier\.1)" + LAYER,
    "vgg13_bn": r"features\.\d+" + LAYER,
    "vgg16": r"features\.\d+" + LAYER,
    "vgg19": r"features\.\d+" + LAYER,
    "lpips_squeeze": r"lin\d\.model\.1\.weight",
    "lpips_alex": r"lin\d\.model\.1\.weight",
    "lpips_vgg": r"lin\d\.model\.1\.weight",
    "glcic": r"(conv|deconv|bn)\d+" + LAYER,
    "gmcnn": r"(EB[123]\.\d+|decoding_layers\.\d)" + LAYER,
}


# Files: a dictionary from names to (shape, little-endian float32 bytes).

def read_safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] not in TYPES:
            continue
        begin, end = entry["data_offsets"]
        tensors[name] = (entry["shape"], as_float32(data[begin:end], entry["dtype"]))
    return tensors


def as_float32(data, dtype):
    if dtype == "F32":
        return data
    code, size = TYPES[dtype]
    count = len(data) // size
    return struct.pack(f"<{count}f", *struct.unpack(f"<{count}{code}", data))


def read_checkpoint(path):
    try:
        import torch
    except ImportError:
        raise SystemExit("convert_weights.py: reading .pth files needs torch: pip install torch")
    state = torch.load(path, map_location="cpu", weights_only=True)
    for key in ("state_dict", "model_state_dict", "netG"):  # where trainers put it
        if isinstance(state, dict) and isinstance(state.get(key), dict):
            state = state[key]
    if not isinstance(state, dict):
        raise SystemExit(f"convert_weights.py: {path} holds a {type(state).__name__}, expected a state dict")
    tensors = {}
    for name, tensor in state.items():
        if hasattr(tensor, "shape"):
            flat = tensor.detach().to(torch.float32).contiguous().flatten()
            tensors[name] = (list(tensor.shape), struct.pack(f"<{flat.numel()}f", *flat.tolist()))
    return tensors


def write_safetensors(path, tensors, metadata):
    header, at = {"__metadata__": metadata}, 0
    for name in sorted(tensors):
        shape, data = tensors[name]
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [at, at + len(data)]}
        at += len(data)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    folder = os.path.dirname(os.path.abspath(path))
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".convert_weights.", delete=False) as file:
        try:
            file.write(struct.pack("<Q", len(text)) + text)
            for name in sorted(tensors):
                file.write(tensors[name][1])
            file.flush()
            os.fchmod(file.fileno(), 0o644)
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


def plain_name(name):
    """Without what wrappers put in front: DataParallel, a trainer's attribute."""
    for prefix in ("module.", "netGM.", "model_cn.", "netG."):
        name = name.removeprefix(prefix)
    return name


def convert(kind, tensors):
    """The network's weights out of a checkpoint, and the names of what is left over."""
    tensors = {plain_name(name): tensor for name, tensor in tensors.items()}
    weights = {name: tensor for name, tensor in tensors.items() if re.fullmatch(KINDS[kind], name)}
    if not weights:
        raise SystemExit(f"convert_weights.py: there is no weight of {kind} in it, found {', '.join(sorted(tensors)[:3])} ...")
    return weights, sorted(tensors.keys() - weights.keys())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=sorted(KINDS), metavar="kind", help="which network: see above")
    parser.add_argument("checkpoint", help=".pth file with a state dict, or .safetensors")
    parser.add_argument("-o", "--output", required=True, help=".safetensors file to write")
    arguments = parser.parse_args()
    is_plain = arguments.checkpoint.endswith(".safetensors")
    tensors = (read_safetensors if is_plain else read_checkpoint)(arguments.checkpoint)
    weights, left_over = convert(arguments.kind, tensors)
    write_safetensors(arguments.output, weights, {"network": arguments.kind, "source": os.path.basename(arguments.checkpoint)})
    number = sum(len(data) // 4 for _, data in weights.values())
    print(f"{arguments.output}: {arguments.kind}, {len(weights)} weights, {number} numbers")
    if left_over:
        print(f"left out: {', '.join(left_over)}", file=sys.stderr)


if __name__ == "__main__":
    main()
