#include "core/field/pasta.h"

#include "core/poly/basis_impl.h"
#include "core/poly/domain_impl.h"
#include "core/poly/lagrange_impl.h"

namespace onggi {

template class Domain<Fp>;
template class Domain<Fq>;

template Steps<Coefficients<Fp>> interpolate(const Domain<Fp>&, Evaluations<Fp>);
template Steps<Coefficients<Fq>> interpolate(const Domain<Fq>&, Evaluations<Fq>);
template Evaluations<Fp> evaluate(const Domain<Fp>&, const Coefficients<Fp>&);
template Evaluations<Fq> evaluate(const Domain<Fq>&, const Coefficients<Fq>&);
template std::vector<Fp> evaluate_chunks(const Coefficients<Fp>&, size_t, size_t, const Fp&);
template std::vector<Fq> evaluate_chunks(const Coefficients<Fq>&, size_t, size_t, const Fq&);

template std::vector<Fp> lagrange_at(const Domain<Fp>&, const Fp&);
template std::vector<Fq> lagrange_at(const Domain<Fq>&, const Fq&);

}  // namespace onggi
