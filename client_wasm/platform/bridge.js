// Emscripten's half of the bridge: turns pointers into values and hands them to `Module.bridge`,
// which web/worker.js provides.
mergeInto(LibraryManager.library, {
  // There is no other file system: every path is missing. Emscripten's own stand-ins answer 0, which
  // SQLite's Unix layer, linked in but unused, takes for a file and asks for again, for ever.
  __syscall_open: function () { return -44; },
  __syscall_openat: function () { return -44; },

  minga_js_attach_canvas__deps: ['$specialHTMLTargets'],
  minga_js_attach_canvas: function () {
    specialHTMLTargets['#canvas'] = Module['bridge'].canvas;
  },
  minga_js_pixels_start: function () { return Module['bridge'].startPixels() ? 1 : 0; },
  minga_js_pixels_show: function (pixels, width, height, left, top, partWidth, partHeight) {
    var all = new Uint8ClampedArray(HEAPU8.buffer, pixels, width * height * 4);
    Module['bridge'].showPixels(new ImageData(all, width, height), left, top, partWidth, partHeight);
  },
  minga_js_request_frame: function () { Module['bridge'].requestFrame(); },
  minga_js_post: function (json, length) {
    Module['bridge'].post(UTF8ToString(json, length));
  },
  minga_js_download: function (name, nameLength, type, typeLength, bytes, length) {
    Module['bridge'].download(UTF8ToString(name, nameLength), UTF8ToString(type, typeLength),
      HEAPU8.slice(bytes, bytes + length));
  },
  minga_js_http: function (id, head, headLength, body, bodyLength) {
    Module['bridge'].http(id, UTF8ToString(head, headLength),
      bodyLength ? HEAPU8.slice(body, body + bodyLength) : null);
  },
  minga_js_http_cancel: function (id) { Module['bridge'].httpCancel(id); },
  minga_js_timer: function (id, delay) { Module['bridge'].timer(id, delay); },
  minga_js_timer_cancel: function (id) { Module['bridge'].timerCancel(id); },
  minga_js_link: function () { return Module['bridge'].link(); },
  minga_js_now_ms: function () { return Date.now(); },
  minga_js_zone_offset_minutes: function () { return -new Date().getTimezoneOffset(); },
  minga_js_random: function (bytes, length) {
    // The browser gives at most 65,536 bytes at a time.
    for (var at = 0; at < length; at += 65536) {
      crypto.getRandomValues(
        HEAPU8.subarray(bytes + at, bytes + Math.min(length, at + 65536)));
    }
  },
  minga_js_file_open: function (name, length, creates) {
    return Module['bridge'].files.open(UTF8ToString(name, length), !!creates);
  },
  minga_js_file_close: function (file) { Module['bridge'].files.close(file); },
  minga_js_file_delete: function (name, length) {
    return Module['bridge'].files.remove(UTF8ToString(name, length));
  },
  minga_js_file_exists: function (name, length) {
    return Module['bridge'].files.exists(UTF8ToString(name, length)) ? 1 : 0;
  },
  minga_js_file_size: function (file) { return Module['bridge'].files.size(file); },
  minga_js_file_read: function (file, bytes, length, offset) {
    return Module['bridge'].files.read(file, HEAPU8.subarray(bytes, bytes + length), offset);
  },
  minga_js_file_write: function (file, bytes, length, offset) {
    return Module['bridge'].files.write(file, HEAPU8.subarray(bytes, bytes + length), offset);
  },
  minga_js_file_truncate: function (file, size) {
    return Module['bridge'].files.truncate(file, size);
  },
  minga_js_file_flush: function (file) { return Module['bridge'].files.flush(file); },
  minga_js_files_are_kept: function () { return Module['bridge'].files.isKept() ? 1 : 0; },
});
