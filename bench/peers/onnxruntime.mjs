// Times ONNX Runtime and `kintsugi bench` on the same file with the same image and mask, in turns,
// and compares the results: one line of JSON a size. In a folder of its own:
//   npm install --ignore-scripts onnxruntime-node
//   node <checkout>/bench/peers/onnxruntime.mjs <kintsugi> <model.onnx> 256 512
// The precision that is timed is f32; PRECISION=bf16 in the environment asks for another.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const require = createRequire(process.cwd() + "/");
const ort = require("onnxruntime-node");
const [program, model, ...sizes] = process.argv.slice(2);
const precision = process.env.PRECISION ?? "f32";
const threads = 2, turns = 5, rounds = 3;

const folder = mkdtempSync(join(tmpdir(), "kintsugi_peers."));
process.on("exit", () => rmSync(folder, { recursive: true }));

function bench(size, ...more) {
  return JSON.parse(execFileSync(program, ["bench", model, "--size", size, "--precision", precision,
    "--threads", String(threads), "--rounds", String(rounds), "--json", ...more]));
}

// Named f32 tensors of a .safetensors file.
function readTensors(path) {
  const bytes = readFileSync(path);
  const length = Number(bytes.readBigUInt64LE(0));
  const start = 8 + length;
  const tensors = {};
  for (const [name, entry] of Object.entries(JSON.parse(bytes.toString("utf8", 8, start)))) {
    if (name === "__metadata__") continue;
    const [begin, end] = entry.data_offsets;
    const data = bytes.buffer.slice(bytes.byteOffset + start + begin, bytes.byteOffset + start + end);
    tensors[name] = new ort.Tensor("float32", new Float32Array(data), entry.shape);
  }
  return tensors;
}

function relativeDifference(expected, found) {
  let largest = 0, magnitude = 0;
  for (let i = 0; i < expected.length; ++i) {
    largest = Math.max(largest, Math.abs(expected[i] - found[i]));
    magnitude = Math.max(magnitude, Math.abs(expected[i]));
  }
  return largest / magnitude;
}

const session = await ort.InferenceSession.create(model, {
  intraOpNumThreads: threads, interOpNumThreads: 1, graphOptimizationLevel: "all",
});

for (const size of sizes) {
  const path = join(folder, `${size}.safetensors`);
  let ours = bench(size, "--save-tensors", path).min_ms;
  const tensors = readTensors(path);
  const feeds = Object.fromEntries(session.inputNames.map((name) => [name, tensors[name]]));
  const name = session.outputNames[0];
  const expected = (await session.run(feeds))[name].data;
  const difference = relativeDifference(expected, tensors[name].data);
  let theirs = Infinity;
  for (let turn = 0; turn < turns; ++turn) {
    for (let i = 0; i < rounds; ++i) {
      const start = performance.now();
      await session.run(feeds);
      theirs = Math.min(theirs, performance.now() - start);
    }
    ours = Math.min(ours, bench(size).min_ms);
  }
  console.log(JSON.stringify({
    model, size: Number(size), precision, threads, onnxruntime_min_ms: theirs, kintsugi_min_ms: ours,
    ratio: theirs / ours, relative_difference: difference,
  }));
}
