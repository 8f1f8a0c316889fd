// Everything that is declared, in the order of the export table.
#pragma once

#include "bindings/describe.h"
#include "bindings/functions/list.h"
#include "bindings/handle_list.h"

namespace onggi::bindings {

// Calls visitor.add_class<T>() for every class, then visitor.add_members<void>() with the free
// functions, for one curve after the other.
template <class Visitor>
void visit_declarations(Visitor& visitor) {
  for_each_type(Curves{}, [&]<class C>() {
    for_each_type(HandleClasses<C>{}, [&]<class T>() { visitor.template add_class<T>(); });
    visitor.template add_members<void>(functions<C>());
  });
}

}  // namespace onggi::bindings
