// The progress of work that is done in steps.
#pragma once

namespace onggi {

struct Progress {
  const char* phase;  // of the next step; "done" at the end
  double fraction;    // of the whole work, estimated; never decreases
};

}  // namespace onggi
