#include "client_wasm/widgets/chart_recorder.hpp"

#include "client_wasm/widgets/core.hpp"

#include <cmath>
#include <cstdlib>
#include <utility>

namespace minga::client {
namespace {

constexpr float paper_margin = 24;

/// With one decimal, which is a tenth of a pixel.
std::string number(float value) {
    const long tenths = std::lround(value * 10);
    std::string text = tenths < 0 ? "-" : "";
    text += std::to_string(std::labs(tenths) / 10);
    if (tenths % 10 != 0) text += '.' + std::to_string(std::labs(tenths) % 10);
    return text;
}

std::string attribute(std::string_view name, float value) {
    return ' ' + std::string{name} + "=\"" + number(value) + '"';
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&') {
            out += "&amp;";
        } else if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else if (static_cast<unsigned char>(c) >= ' ') {
            out += c;  // XML has no other control characters
        }
    }
    return out;
}

std::string hex_color(ImU32 color) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "#";
    for (const int shift : {IM_COL32_R_SHIFT, IM_COL32_G_SHIFT, IM_COL32_B_SHIFT}) {
        const ImU32 channel = (color >> shift) & 255;
        text += digits[channel >> 4];
        text += digits[channel & 15];
    }
    return text;
}

}  // namespace

void ChartRecorder::paint(std::string_view name, ImU32 color) {
    body_ += ' ' + std::string{name} + "=\"" + hex_color(color) + '"';
    const ImU32 alpha = (color >> IM_COL32_A_SHIFT) & 255;
    if (alpha == 255) return;
    const ImU32 hundredths = (alpha * 100 + 127) / 255;
    body_ += ' ' + std::string{name} + "-opacity=\"";
    body_ += hundredths < 10 ? "0.0" : "0.";
    body_ += std::to_string(hundredths) + '"';
}

void ChartRecorder::rect(const Rect& rect, float rounding) {
    body_ += "<rect" + attribute("x", rect.x) + attribute("y", rect.y) +
             attribute("width", rect.width) + attribute("height", rect.height);
    if (rounding > 0) body_ += attribute("rx", std::fmin(rounding, rect.height / 2));
}

void ChartRecorder::fill(const Rect& place, ImU32 color, float rounding) {
    rect(place, rounding);
    paint("fill", color);
    body_ += "/>\n";
}

void ChartRecorder::outline(const Rect& place, ImU32 color, float rounding, float thickness) {
    const float half = thickness / 2;
    rect({place.x + half, place.y + half, place.width - thickness, place.height - thickness},
         rounding);
    body_ += " fill=\"none\"" + attribute("stroke-width", thickness);
    paint("stroke", color);
    body_ += "/>\n";
}

void ChartRecorder::stroke(ImVec2 from, ImVec2 to, ImU32 color, float thickness) {
    body_ += "<line" + attribute("x1", from.x) + attribute("y1", from.y) + attribute("x2", to.x) +
             attribute("y2", to.y) + attribute("stroke-width", thickness);
    paint("stroke", color);
    body_ += "/>\n";
}

void ChartRecorder::disc(ImVec2 center, float radius, ImU32 color) {
    body_ +=
        "<circle" + attribute("cx", center.x) + attribute("cy", center.y) + attribute("r", radius);
    paint("fill", color);
    body_ += "/>\n";
}

void ChartRecorder::shape(std::span<const ImVec2> corners, ImU32 color) {
    body_ += "<polygon points=\"";
    for (const ImVec2& corner : corners) {
        if (body_.back() != '"') body_ += ' ';
        body_ += number(corner.x) + ',' + number(corner.y);
    }
    body_ += '"';
    paint("fill", color);
    body_ += "/>\n";
}

void ChartRecorder::text(std::string_view words, const TextPlace& place) {
    body_ += "<text" + attribute("x", place.x) + attribute("y", place.baseline) +
             attribute("font-size", place.size);
    if (place.is_bold) body_ += " font-weight=\"600\"";
    // Another font than ours keeps to the room that there is.
    body_ += attribute("textLength", place.length) + " lengthAdjust=\"spacingAndGlyphs\"";
    paint("fill", place.color);
    body_ += '>' + escaped(words) + "</text>\n";
}

std::string ChartRecorder::finish(float width, float height, std::string_view title) const {
    const std::string size = attribute("width", width) + attribute("height", height);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\"" + size + " viewBox=\"0 0 " + number(width) +
           ' ' + number(height) +
           "\" role=\"img\" xml:space=\"preserve\" font-family=\"Minga, Inter, 'Noto Sans', Arial, "
           "sans-serif\">\n"
           "<title>" +
           escaped(title) + "</title>\n<rect" + size + " fill=\"#ffffff\"/>\n" + body_ + "</svg>\n";
}

namespace {

/// Sets what a page looks like aside, and puts it back.
class PaperFrame {
public:
    PaperFrame(Ui::Core& core, ChartRecorder& recorder, float width)
        : core_(core), input_(core.input) {
        std::swap(core_.tree, tree_);
        core_.tree.begin_frame();
        core_.recorder = &recorder;
        core_.input.theme = Theme::light;
        core_.input.text_scale = 1;
        core_.input.is_touch = false;
        core_.input.width = 2 * width;  // never a phone
        core_.push_layout(paper_margin, paper_margin, width - 2 * paper_margin, 12);
    }
    ~PaperFrame() {
        core_.recorder = nullptr;
        core_.input = input_;
        std::swap(core_.tree, tree_);
    }
    PaperFrame(const PaperFrame&) = delete;
    PaperFrame& operator=(const PaperFrame&) = delete;

private:
    Ui::Core& core_;
    FrameInput input_;
    SemanticTree tree_;
};

void draw_head(Ui::Core& core, const ChartPaper& paper) {
    const auto title = core.font(TextSize::section, Weight::semibold);
    const auto caption = core.font(TextSize::caption, Weight::regular);
    const float width = core.width();
    const float height = core.text_height(title, paper.title, width);
    const Rect rect = core.place(0, height + caption.line_height);
    core.draw_text(title, rect, core.color(Token::text), paper.title);
    core.draw_line(caption, rect.x, rect.y + height, core.color(Token::muted), paper.source, width);
}

}  // namespace

std::string Ui::chart_svg(const ChartPaper& paper, FunctionRef<void()> body) {
    ChartRecorder recorder;
    const PaperFrame frame(*core_, recorder, paper.width);
    draw_head(*core_, paper);
    body();
    const float bottom = core_->pop_layout();
    return recorder.finish(paper.width, bottom + paper_margin, paper.title);
}

}  // namespace minga::client
