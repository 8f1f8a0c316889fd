// The types over which a test that is written once runs. The text is the same for each, so where
// every run is dear one of them has to do.
#pragma once

#include <gtest/gtest.h>

#include "core/curve/pasta.h"
#include "core/field/pasta.h"

namespace onggi::testing {

#if defined(ONGGI_EVERY_TYPE)
using Curves = ::testing::Types<Vesta, Pallas>;
using ScalarFields = ::testing::Types<Fp, Fq>;
#else
using Curves = ::testing::Types<Vesta>;
using ScalarFields = ::testing::Types<Fp>;
#endif

}  // namespace onggi::testing
