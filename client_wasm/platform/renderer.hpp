/// Draws ImGui's draw lists with WebGL 2.
///
/// Its own, rather than ImGui's: the atlas is one byte a pixel instead of four, and everything can
/// be made anew when the browser takes the context away.
#pragma once

#include <cstdint>

struct ImDrawData;

namespace minga::client {

class Renderer {
public:
    /// Creates the context on the attached canvas; false if the browser has no WebGL 2.
    bool start();
    /// Makes programs and buffers anew after the context came back; `upload_fonts` must follow.
    void restore();
    /// Uploads ImGui's atlas; call it after every build.
    void upload_fonts();
    void draw(const ImDrawData& data, std::uint32_t background);

private:
    void make_objects();

    int context_ = 0;
    unsigned int program_ = 0;
    unsigned int vertices_ = 0;
    unsigned int indices_ = 0;
    unsigned int array_ = 0;
    unsigned int texture_ = 0;
    int projection_ = -1;
};

}  // namespace minga::client
