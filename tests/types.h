// The types over which a test that is written once runs. The text is the same for each, so a build
// whose runs are dear takes one half of every list, and another build the other.
#pragma once

#include <gtest/gtest.h>

#include "core/curve/pasta.h"
#include "core/field/pasta.h"

namespace onggi::testing {

#if defined(ONGGI_FIRST_TYPES)
using Curves = ::testing::Types<Vesta>;
using ScalarFields = ::testing::Types<Fp>;
#elif defined(ONGGI_SECOND_TYPES)
using Curves = ::testing::Types<Pallas>;
using ScalarFields = ::testing::Types<Fq>;
#else
using Curves = ::testing::Types<Vesta, Pallas>;
using ScalarFields = ::testing::Types<Fp, Fq>;
#endif

}  // namespace onggi::testing
