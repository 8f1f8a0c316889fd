// The progress of a task that works in steps.
#pragma once

namespace onggi {

struct Progress {
  const char* phase;  // name of the next step's phase; "done" at the end
  double fraction;    // estimated fraction of the whole work; never decreases
};

}  // namespace onggi
