// All declared classes and functions, in the order of the export table.
#pragma once

#include "bindings/describe.h"
#include "bindings/functions/list.h"
#include "bindings/handle_list.h"

namespace onggi::bindings {

// For each curve: calls visitor.add_class<T>() for each class, then visitor.add_members<void>()
// with the free functions.
template <class Visitor>
void visit_declarations(Visitor& visitor) {
  for_each_type(Curves{}, [&]<class C>() {
    for_each_type(HandleClasses<C>{}, [&]<class T>() { visitor.template add_class<T>(); });
    visitor.template add_members<void>(functions<C>());
  });
}

}  // namespace onggi::bindings
