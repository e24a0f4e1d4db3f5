// Times ONNX Runtime and `kintsugi bench` on the same file, in turns: the least time of each. In a
// folder of its own:
//   npm install --ignore-scripts onnxruntime-node
//   node <checkout>/bench/peers/onnxruntime.mjs <kintsugi> <model.onnx> 256 512
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";

const require = createRequire(process.cwd() + "/");
const ort = require("onnxruntime-node");
const [program, model, ...sizes] = process.argv.slice(2);
const threads = 2, turns = 3, rounds = 5;

const session = await ort.InferenceSession.create(model, {
  intraOpNumThreads: threads, interOpNumThreads: 1, graphOptimizationLevel: "all",
});

function feeds(size) {
  const image = Float32Array.from({ length: 3 * size * size }, (_, i) => ((i * 7919) % 256) / 255);
  const mask = new Float32Array(size * size);
  for (let y = size >> 2; y < size >> 1; ++y) mask.fill(1, y * size + (size >> 2), y * size + (size >> 1));
  return {
    image: new ort.Tensor("float32", image, [1, 3, size, size]),
    mask: new ort.Tensor("float32", mask, [1, 1, size, size]),
  };
}

for (const size of sizes.map(Number)) {
  const input = feeds(size);
  let theirs = Infinity, ours = Infinity;
  await session.run(input);
  for (let turn = 0; turn < turns; ++turn) {
    for (let i = 0; i < rounds; ++i) {
      const start = performance.now();
      await session.run(input);
      theirs = Math.min(theirs, performance.now() - start);
    }
    const line = execFileSync(program, ["bench", model, "--size", String(size), "--precision", "f32",
      "--threads", String(threads), "--rounds", String(rounds), "--json"]);
    ours = Math.min(ours, JSON.parse(line).min_ms);
  }
  console.log(JSON.stringify({ size, threads, onnxruntime_min_ms: theirs, kintsugi_min_ms: ours, ratio: theirs / ours }));
}
