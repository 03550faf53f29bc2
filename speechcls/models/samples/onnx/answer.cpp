// Name the word in 16 kHz mono 16-bit samples on stdin, with ONNX Runtime's C++ library:
//   g++ -std=c++17 FILE.cpp -I ONNXRUNTIME/include -L ONNXRUNTIME/lib -lonnxruntime -o answer
//   export ORT_DISABLE_TELEMETRY=1  # or official builds tell their maker how they are used
//   ffmpeg -v error -i SOUND -f s16le -ar 16000 -ac 1 - | ./answer
#include <onnxruntime_cxx_api.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

int main() {
  std::vector<int16_t> samples(16000);
  std::fread(samples.data(), 2, samples.size(), stdin);  // the first second; the rest stays zero
  std::vector<float> wave(16000);
  std::transform(samples.begin(), samples.end(), wave.begin(), [](int16_t s) { return s / 32768.0f; });

  Ort::Env env(ORT_LOGGING_LEVEL_ERROR);
  Ort::Session session(env, ORT_TSTR("MODEL.onnx"), Ort::SessionOptions());
  std::array<int64_t, 2> shape{1, 16000};
  auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
  auto input = Ort::Value::CreateTensor<float>(memory, wave.data(), wave.size(), shape.data(), shape.size());
  const char* given[] = {"wave"};
  const char* wanted[] = {"probabilities", "reason"};
  auto answer = session.Run(Ort::RunOptions(), given, &input, 1, wanted, 2);

  const char* words[] = {WORDS};
  const char* reasons[] = {"heard", "not heard: silence", "not heard: unknown"};
  const float* probabilities = answer[0].GetTensorData<float>();
  auto best = std::max_element(probabilities, probabilities + std::size(words)) - probabilities;
  std::printf("%s %.4f\n%s\n", words[best], probabilities[best], reasons[*answer[1].GetTensorData<int64_t>()]);
}
