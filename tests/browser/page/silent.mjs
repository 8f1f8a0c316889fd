// A script of a worker that never answers.
self.addEventListener('message', () => {});
