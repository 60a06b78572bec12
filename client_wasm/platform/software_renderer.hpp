/// Draws ImGui's draw lists without WebGL: on old computers, where the system forbids it to the
/// browser, and where the browser took it away and does not give it back.
#pragma once

#include "client_wasm/platform/renderer.hpp"
#include "client_wasm/render/software_frame.hpp"

namespace minga::client {

class SoftwareRenderer final : public Renderer {
public:
    bool start() override;
    void restore() override { forget(); }
    void upload_fonts() override;
    void draw(const ImDrawData& data, std::uint32_t background) override;
    void forget() override { frame_.forget(); }

private:
    SoftwareFrame frame_;
    InkAtlas atlas_;  ///< Dear ImGui's own memory, until it builds another.
};

}  // namespace minga::client
