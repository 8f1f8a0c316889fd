// Compiles the function bodies of fmt once. As a header-only library they would be compiled in each
// file that formats text.
#define FMT_STATIC_THOUSANDS_SEPARATOR ','  // no std::locale
#include <fmt/format-inl.h>

FMT_BEGIN_NAMESPACE
namespace detail {

template auto thousands_sep_impl(locale_ref) -> thousands_sep_result<char>;
template auto decimal_point_impl(locale_ref) -> char;
template void buffer<char>::append(const char*, const char*);
template void vformat_to(buffer<char>&, string_view, format_args, locale_ref);

}  // namespace detail
FMT_END_NAMESPACE
