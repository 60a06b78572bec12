/// Draws ImGui's draw lists on the page's canvas, whatever the browser offers for that.
#pragma once

#include <cstdint>

struct ImDrawData;

namespace minga::client {

class Renderer {
public:
    virtual ~Renderer() = default;

    /// Takes the attached canvas; false if the browser has not got what this one draws with.
    virtual bool start() = 0;
    /// What it drew with was taken away and is there again; `upload_fonts` must follow.
    virtual void restore() = 0;
    /// Uploads ImGui's atlas; call it after every build.
    virtual void upload_fonts() = 0;
    /// `background`: 0xRRGGBB.
    virtual void draw(const ImDrawData& data, std::uint32_t background) = 0;
    /// The canvas was cleared.
    virtual void forget() = 0;
};

}  // namespace minga::client
