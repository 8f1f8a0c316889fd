// How far work that is done in steps is.
#pragma once

namespace onggi {

struct Progress {
  const char* phase;  // what the next step belongs to; at the end "done"
  double fraction;    // of the whole work, estimated; never decreases
};

}  // namespace onggi
