"""Times one training step of GLCIC's joint phase or GMCNN's adversarial phase as one writes it with PyTorch:
batch 16, pictures of 128 x 128, float32, the widths of recipes/glcic.toml and recipes/gmcnn.toml. Prints pictures per
second. Debian: apt-get install python3-torch.

    python3 bench/peers/train_step.py glcic
"""
import argparse
import json
import time

import torch
from torch import nn
from torch.nn import functional as F

BATCH, SIZE, CROP = 16, 128, 64


def conv_bn(i, o, k=3, stride=1, dilation=1):
    padding = dilation * (k - 1) // 2
    return nn.Sequential(nn.Conv2d(i, o, k, stride, padding, dilation), nn.BatchNorm2d(o), nn.ReLU())


def up_bn(i, o):
    return nn.Sequential(nn.ConvTranspose2d(i, o, 4, 2, 1), nn.BatchNorm2d(o), nn.ReLU())


def glcic_generator(w=64):
    return nn.Sequential(
        conv_bn(4, w, 5), conv_bn(w, 2 * w, stride=2), conv_bn(2 * w, 2 * w), conv_bn(2 * w, 4 * w, stride=2),
        conv_bn(4 * w, 4 * w), conv_bn(4 * w, 4 * w),
        *[conv_bn(4 * w, 4 * w, dilation=d) for d in (2, 4, 8, 16)],
        conv_bn(4 * w, 4 * w), conv_bn(4 * w, 4 * w),
        up_bn(4 * w, 2 * w), conv_bn(2 * w, 2 * w), up_bn(2 * w, w), conv_bn(w, w // 2),
        nn.Conv2d(w // 2, 3, 3, padding=1), nn.Sigmoid())


class GlcicJudge(nn.Module):
    def __init__(self, w=64):
        super().__init__()

        def branch(size, channels):
            layers, i = [], 3
            for o in channels:
                layers.append(conv_bn(i, o, 5, stride=2))
                i, size = o, size // 2
            return nn.Sequential(*layers, nn.Flatten(), nn.Linear(i * size * size, 16 * w), nn.ReLU())

        self.local = branch(CROP, (w, 2 * w, 4 * w, 8 * w, 8 * w))
        self.whole = branch(SIZE, (w, 2 * w, 4 * w, 8 * w, 8 * w, 8 * w))
        self.last = nn.Linear(32 * w, 1)

    def forward(self, picture, crop):
        return torch.sigmoid(self.last(torch.cat([self.local(crop), self.whole(picture)], 1)))


def crop_of(x, at):
    return torch.stack([x[i, :, y:y + CROP, z:z + CROP] for i, (y, z) in enumerate(at)])


def glcic():
    generator, judge = glcic_generator(), GlcicJudge()
    g_step, j_step = torch.optim.Adadelta(generator.parameters()), torch.optim.Adadelta(judge.parameters())
    ones, zeros = torch.ones(BATCH, 1), torch.zeros(BATCH, 1)

    def step(image, mask, at, at_random):
        mean = image.new_tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
        raw = generator(torch.cat([image * (1 - mask) + mean * mask, mask], 1))
        composite = image * (1 - mask) + raw * mask
        j_step.zero_grad()
        fake = composite.detach()
        loss = F.binary_cross_entropy(judge(image, crop_of(image, at_random)), ones)
        loss = loss + F.binary_cross_entropy(judge(fake, crop_of(fake, at)), zeros)
        (4e-4 * loss).backward()
        j_step.step()
        g_step.zero_grad()
        loss = ((raw - image) ** 2 * mask).sum() / (3 * mask.sum())
        loss = loss + 4e-4 * F.binary_cross_entropy(judge(composite, crop_of(composite, at)), ones)
        loss.backward()
        g_step.step()

    return step


class Column(nn.Module):
    """One column of GMCNN; zero padding and nearest upsampling, as the Keras version."""

    def __init__(self, k, c, up):
        super().__init__()

        def conv(i, o, stride=1, dilation=1):
            return nn.Sequential(nn.Conv2d(i, o, k, stride, dilation * (k - 1) // 2, dilation), nn.ELU())

        layers = [conv(4, c), conv(c, 2 * c, 2), conv(2 * c, 2 * c), conv(2 * c, 4 * c, 2), conv(4 * c, 4 * c),
                  conv(4 * c, 4 * c), *[conv(4 * c, 4 * c, 1, d) for d in (2, 4, 8, 16)],
                  conv(4 * c, 4 * c), conv(4 * c, 4 * c)]
        if up == 4:
            layers += [nn.Upsample(scale_factor=4)]
        else:
            layers += [nn.Upsample(scale_factor=2), conv(4 * c, 2 * c), conv(2 * c, 2 * c), nn.Upsample(scale_factor=2)]
        if k == 3:
            layers += [conv(2 * c, c), conv(c, c)]
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x)


class GmcnnGenerator(nn.Module):
    def __init__(self, c=32):
        super().__init__()
        self.columns = nn.ModuleList([Column(7, c, 4), Column(5, c, 2), Column(3, c, 2)])
        self.decode = nn.Sequential(nn.Conv2d(7 * c, c // 2, 3, padding=1), nn.ELU(), nn.Conv2d(c // 2, 3, 3, padding=1))

    def forward(self, x):
        return self.decode(torch.cat([column(x) for column in self.columns], 1)).clamp(-1, 1)


def critic(w=64):
    layers, i, size = [], 3, SIZE
    for o in (w, 2 * w, 4 * w, 8 * w, 4 * w, 2 * w):
        layers += [nn.Conv2d(i, o, 5, 2, 2), nn.LeakyReLU(0.2)]
        i, size = o, size // 2
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(i * size * size, 1))


def confidence(mask, size=65, scale=40.0, rounds=7):
    r = torch.arange(size) - size // 2
    g = torch.exp(-r.float() ** 2 / (2 * scale ** 2))
    g = g / g.sum()
    weights = torch.zeros_like(mask)
    for _ in range(rounds):
        x = F.conv2d(1 - mask + weights, g.view(1, 1, -1, 1), padding=(size // 2, 0))
        weights = F.conv2d(x, g.view(1, 1, 1, -1), padding=(0, size // 2)) * mask
    return weights


def gmcnn():
    generator, critics = GmcnnGenerator(), [critic(), critic()]
    g_step = torch.optim.Adam(generator.parameters(), 1e-4, (0.5, 0.9))
    c_step = [torch.optim.Adam(c.parameters(), 1e-4, (0.5, 0.9)) for c in critics]

    def step(image, mask, _at, _at_random):
        truth = 2 * image - 1
        raw = generator(torch.cat([truth * (1 - mask), mask], 1))
        composite = truth * (1 - mask) + raw * mask
        weights = confidence(mask)
        views = [torch.ones_like(mask), mask]
        for judge, optimizer, view in zip(critics, c_step, views):
            real, fake = truth * view, composite.detach() * view
            between = torch.rand(BATCH, 1, 1, 1)
            mixed = (real * between + fake * (1 - between)).requires_grad_()
            gradient, = torch.autograd.grad(judge(mixed).sum(), mixed, create_graph=True)
            norm = (gradient * weights).flatten(1).norm(dim=1)
            optimizer.zero_grad()
            (judge(fake).mean() - judge(real).mean() + 10 * ((norm - 1) ** 2).mean()).backward()
            optimizer.step()
        g_step.zero_grad()
        loss = ((raw - truth).abs() * (weights + 1 - mask)).mean()
        for judge, view in zip(critics, views):
            loss = loss - 1e-3 * judge(composite * view).mean()
        loss.backward()
        g_step.step()

    return step


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("system", choices=["glcic", "gmcnn"])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    step = {"glcic": glcic, "gmcnn": gmcnn}[options.system]()
    image = torch.rand(BATCH, 3, SIZE, SIZE)
    mask = torch.zeros(BATCH, 1, SIZE, SIZE)
    mask[:, :, 40:80, 48:88] = 1
    at, at_random = [(28, 36)] * BATCH, [(4 * i % 64, 3 * i % 64) for i in range(BATCH)]
    step(image, mask, at, at_random)
    seconds = []
    for _ in range(options.steps):
        start = time.perf_counter()
        step(image, mask, at, at_random)
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"system": options.system, "torch": torch.__version__, "threads": options.threads,
                      "median_s": sorted(seconds)[len(seconds) // 2], "pictures_per_second": BATCH / min(seconds)}))


if __name__ == "__main__":
    main()
