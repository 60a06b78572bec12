#include "client_wasm/platform/webgl_renderer.hpp"

#include "client_wasm/platform/bridge.hpp"

#include <cstddef>

#include <GLES3/gl3.h>
#include <emscripten/html5.h>
#include <imgui.h>

namespace minga::client {
namespace {

constexpr const char* vertex_source = R"(#version 300 es
precision highp float;
layout(location = 0) in vec2 position;
layout(location = 1) in vec2 coordinate;
layout(location = 2) in vec4 color;
uniform vec2 projection;
out vec2 at;
out vec4 tint;
void main() {
    at = coordinate;
    tint = color;
    gl_Position = vec4(position * projection + vec2(-1.0, 1.0), 0.0, 1.0);
}
)";

constexpr const char* fragment_source = R"(#version 300 es
precision mediump float;
uniform sampler2D atlas;
in vec2 at;
in vec4 tint;
out vec4 pixel;
void main() {
    pixel = vec4(tint.rgb, tint.a * texture(atlas, at).r);
}
)";

unsigned int compile(unsigned int kind, const char* source) {
    const unsigned int shader = glCreateShader(kind);
    glShaderSource(shader, 1, &source, nullptr);
    glCompileShader(shader);
    return shader;
}

const void* byte_offset(std::size_t offset) {
    return reinterpret_cast<const void*>(offset);
}

}  // namespace

bool WebglRenderer::start() {
    minga_js_attach_canvas();
    EmscriptenWebGLContextAttributes attributes;
    emscripten_webgl_init_context_attributes(&attributes);
    attributes.majorVersion = 2;
    attributes.alpha = false;
    attributes.depth = false;
    attributes.stencil = false;
    attributes.antialias = false;
    attributes.powerPreference = EM_WEBGL_POWER_PREFERENCE_LOW_POWER;
    // None is used, and each that is asked for waits for the process that draws.
    attributes.enableExtensionsByDefault = false;
    context_ = static_cast<int>(emscripten_webgl_create_context("#canvas", &attributes));
    if (context_ <= 0) return false;
    emscripten_webgl_make_context_current(context_);
    make_objects();
    return true;
}

void WebglRenderer::restore() {
    emscripten_webgl_make_context_current(context_);
    make_objects();
}

void WebglRenderer::make_objects() {
    const unsigned int vertex = compile(GL_VERTEX_SHADER, vertex_source);
    const unsigned int fragment = compile(GL_FRAGMENT_SHADER, fragment_source);
    program_ = glCreateProgram();
    glAttachShader(program_, vertex);
    glAttachShader(program_, fragment);
    glLinkProgram(program_);
    glDeleteShader(vertex);
    glDeleteShader(fragment);
    projection_ = -1;
    glGenBuffers(1, &vertices_);
    glGenBuffers(1, &indices_);
    glGenVertexArrays(1, &array_);
    glBindVertexArray(array_);
    glBindBuffer(GL_ARRAY_BUFFER, vertices_);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices_);
    for (unsigned int location = 0; location < 3; ++location) glEnableVertexAttribArray(location);
    texture_ = 0;
}

void WebglRenderer::upload_fonts() {
    if (context_ <= 0) return;
    unsigned char* pixels = nullptr;
    int width = 0;
    int height = 0;
    ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
    if (texture_ == 0) glGenTextures(1, &texture_);
    glBindTexture(GL_TEXTURE_2D, texture_);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, width, height, 0, GL_RED, GL_UNSIGNED_BYTE, pixels);
    ImGui::GetIO().Fonts->SetTexID(reinterpret_cast<ImTextureID>(std::size_t{texture_}));
    // The pixels are in the GPU's memory now.
    ImGui::GetIO().Fonts->ClearTexData();
}

void WebglRenderer::draw(const ImDrawData& data, std::uint32_t background) {
    const ImVec2 scale = data.FramebufferScale;
    const int width = static_cast<int>(data.DisplaySize.x * scale.x + 0.5F);
    const int height = static_cast<int>(data.DisplaySize.y * scale.y + 0.5F);
    if (context_ <= 0 || width <= 0 || height <= 0) return;
    glViewport(0, 0, width, height);
    glDisable(GL_SCISSOR_TEST);
    const auto channel = [background](int shift) {
        return static_cast<float>((background >> shift) & 255) / 255.0F;
    };
    glClearColor(channel(16), channel(8), channel(0), 1);
    glClear(GL_COLOR_BUFFER_BIT);
    glEnable(GL_BLEND);
    glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    glEnable(GL_SCISSOR_TEST);
    glUseProgram(program_);
    // Only now: the answer waits until the program is linked, which goes on meanwhile.
    if (projection_ < 0) projection_ = glGetUniformLocation(program_, "projection");
    glUniform2f(projection_, 2.0F / data.DisplaySize.x, -2.0F / data.DisplaySize.y);
    glBindVertexArray(array_);
    glBindTexture(GL_TEXTURE_2D, texture_);
    constexpr auto stride = static_cast<int>(sizeof(ImDrawVert));
    for (const ImDrawList* list : data.CmdLists) {
        glBindBuffer(GL_ARRAY_BUFFER, vertices_);
        glBufferData(GL_ARRAY_BUFFER, list->VtxBuffer.size_in_bytes(), list->VtxBuffer.Data,
                     GL_STREAM_DRAW);
        glBufferData(GL_ELEMENT_ARRAY_BUFFER, list->IdxBuffer.size_in_bytes(), list->IdxBuffer.Data,
                     GL_STREAM_DRAW);
        for (const ImDrawCmd& command : list->CmdBuffer) {
            const float left = command.ClipRect.x * scale.x;
            const float top = command.ClipRect.y * scale.y;
            const float right = command.ClipRect.z * scale.x;
            const float bottom = command.ClipRect.w * scale.y;
            if (right <= left || bottom <= top || command.ElemCount == 0) continue;
            glScissor(static_cast<int>(left), static_cast<int>(static_cast<float>(height) - bottom),
                      static_cast<int>(right - left), static_cast<int>(bottom - top));
            // WebGL has no base vertex: the vertices' place moves instead.
            const std::size_t base = command.VtxOffset * sizeof(ImDrawVert);
            glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, stride,
                                  byte_offset(base + offsetof(ImDrawVert, pos)));
            glVertexAttribPointer(1, 2, GL_FLOAT, GL_FALSE, stride,
                                  byte_offset(base + offsetof(ImDrawVert, uv)));
            glVertexAttribPointer(2, 4, GL_UNSIGNED_BYTE, GL_TRUE, stride,
                                  byte_offset(base + offsetof(ImDrawVert, col)));
            glDrawElements(GL_TRIANGLES, static_cast<int>(command.ElemCount), GL_UNSIGNED_SHORT,
                           byte_offset(command.IdxOffset * sizeof(ImDrawIdx)));
        }
    }
}

}  // namespace minga::client
