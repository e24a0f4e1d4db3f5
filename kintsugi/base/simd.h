#pragma once

/// Marks a function with hot loops: compiled for AVX-512, for AVX2 with FMA, and for the processor
/// that the library is built for; the loader picks one. Loops inside are to be simple enough for
/// the compiler to vectorise, and what they call must be inlined (KINTSUGI_INLINE). The sanitizers'
/// start-up does not survive the picking.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define KINTSUGI_SIMD __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define KINTSUGI_SIMD
#endif

/// Marks a function for AVX-512 alone: call it where KINTSUGI_HAS_AVX512 is true.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define KINTSUGI_AVX512 __attribute__((target("arch=x86-64-v4")))
#define KINTSUGI_HAS_AVX512                                                    \
  (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&  \
   __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") && \
   __builtin_cpu_supports("avx512vl"))
#endif

#define KINTSUGI_INLINE [[gnu::always_inline]] inline
