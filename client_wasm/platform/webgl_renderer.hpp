/// Draws ImGui's draw lists with WebGL 2.
///
/// Its own, rather than ImGui's: the atlas is one byte a pixel instead of four, and everything can
/// be made anew when the browser takes the context away.
#pragma once

#include "client_wasm/platform/renderer.hpp"

namespace minga::client {

class WebglRenderer final : public Renderer {
public:
    bool start() override;
    /// Makes programs and buffers anew.
    void restore() override;
    void upload_fonts() override;
    void draw(const ImDrawData& data, std::uint32_t background) override;
    void forget() override {}  // every frame is drawn whole

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
