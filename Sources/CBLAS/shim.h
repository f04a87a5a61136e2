#include <cblas.h>

/* What the processor's vector unit holds; the compiler of the kernels is told the processor, Swift source is not. */
#ifdef __AVX512F__
#define QUIRE_VECTOR_REGISTERS 32
#else
#define QUIRE_VECTOR_REGISTERS 16
#endif
