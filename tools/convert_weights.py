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

Every weight is checked by name and shape; what the network does not need, such as dense layers and batch
counters, is left out and named. Reading .pth needs python3 with torch; a .safetensors input needs neither.
"""
import argparse
import json
import os
import struct
import sys
import tempfile

TYPES = {"F64": ("d", 8), "F32": ("f", 4), "F16": ("e", 2), "I64": ("q", 8)}


# What each network is made of: names and shapes, as kintsugi/nets/*.cc build them.

def convolution(name, outputs, inputs, height, width=None):
    return {name + ".weight": [outputs, inputs, height, width or height], name + ".bias": [outputs]}


def batch_norm(name, channels):
    parts = ("weight", "bias", "running_mean", "running_var")
    return {f"{name}.{part}": [channels] for part in parts}


def vgg(stages, has_batch_norm=False):
    weights, index, inputs = {}, 0, 3
    for layers, channels in zip(stages, (64, 128, 256, 512, 512)):
        for _ in range(layers):
            weights |= convolution(f"features.{index}", channels, inputs, 3)
            if has_batch_norm:
                weights |= batch_norm(f"features.{index + 1}", channels)
            index += 3 if has_batch_norm else 2
            inputs = channels
        index += 1
    return weights


def alexnet():
    layers = ((0, 64, 3, 11), (3, 192, 64, 5), (6, 384, 192, 3), (8, 256, 384, 3), (10, 256, 256, 3))
    weights = {}
    for index, outputs, inputs, kernel in layers:
        weights |= convolution(f"features.{index}", outputs, inputs, kernel)
    return weights


def squeezenet():
    weights, inputs = convolution("features.0", 64, 3, 3), 64
    for index, squeeze, expand in ((3, 16, 64), (4, 16, 64), (6, 32, 128), (7, 32, 128),
                                   (9, 48, 192), (10, 48, 192), (11, 64, 256), (12, 64, 256)):
        weights |= convolution(f"features.{index}.squeeze", squeeze, inputs, 1)
        weights |= convolution(f"features.{index}.expand1x1", expand, squeeze, 1)
        weights |= convolution(f"features.{index}.expand3x3", expand, squeeze, 3)
        inputs = 2 * expand
    return weights | convolution("classifier.1", 1000, 512, 1)


def lpips(channels):
    return {f"lin{i}.model.1.weight": [1, c, 1, 1] for i, c in enumerate(channels)}


def glcic(found):
    w = found.get("conv1.weight", [64])[0]  # width
    plan = [(1, w, 4, 5), (2, 2 * w, w, 3), (3, 2 * w, 2 * w, 3), (4, 4 * w, 2 * w, 3)]
    plan += [(number, 4 * w, 4 * w, 3) for number in range(5, 13)]
    plan += [(14, 2 * w, 2 * w, 3), (16, w // 2, w, 3), (17, 3, w // 2, 3)]
    weights = {}
    for number, outputs, inputs, kernel in plan:
        weights |= convolution(f"conv{number}", outputs, inputs, kernel)
        if number != 17:
            weights |= batch_norm(f"bn{number}", outputs)
    for number, outputs, inputs in ((13, 2 * w, 4 * w), (15, w, 2 * w)):
        weights[f"deconv{number}.weight"] = [inputs, outputs, 4, 4]  # transposed: inputs first
        weights[f"deconv{number}.bias"] = [outputs]
        weights |= batch_norm(f"bn{number}", outputs)
    return weights


def gmcnn(found):
    c = found.get("EB1.0.weight", [32])[0]  # width
    weights = {}
    for column, kernel in (("EB1", 7), ("EB2", 5), ("EB3", 3)):
        # None: an upsampling, which has a number but no weights.
        outputs = [c, 2 * c, 2 * c, 4 * c, 4 * c, 4 * c] + 6 * [4 * c]
        outputs += {"EB1": [], "EB2": [None, 2 * c, 2 * c],
                    "EB3": [None, 2 * c, 2 * c, None, c, c]}[column]
        inputs = 4
        for number, channels in enumerate(outputs):
            if channels is None:
                continue
            weights |= convolution(f"{column}.{number}", channels, inputs, kernel)
            inputs = channels
    weights |= convolution("decoding_layers.0", c // 2, 7 * c, 3)
    return weights | convolution("decoding_layers.1", 3, c // 2, 3)


KINDS = {
    "alexnet": lambda found: alexnet(),
    "squeezenet1_1": lambda found: squeezenet(),
    "vgg13_bn": lambda found: vgg((2, 2, 2, 2, 2), has_batch_norm=True),
    "vgg16": lambda found: vgg((2, 2, 3, 3, 3)),
    "vgg19": lambda found: vgg((2, 2, 4, 4, 4)),
    "lpips_squeeze": lambda found: lpips((64, 128, 256, 384, 384, 512, 512)),
    "lpips_alex": lambda found: lpips((64, 192, 384, 256, 256)),
    "lpips_vgg": lambda found: lpips((64, 128, 256, 512, 512)),
    "glcic": glcic,
    "gmcnn": gmcnn,
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
    expected = KINDS[kind]({name: shape for name, (shape, _) in tensors.items()})
    for name, shape in expected.items():
        if name not in tensors:
            raise SystemExit(f"convert_weights.py: there is no weight {name}; is this a checkpoint of {kind}?")
        if tensors[name][0] != shape:
            raise SystemExit(f"convert_weights.py: {name} is {tensors[name][0]}, expected {shape} for {kind}")
    return {name: tensors[name] for name in expected}, sorted(tensors.keys() - expected.keys())


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
