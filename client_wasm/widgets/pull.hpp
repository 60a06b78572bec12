/// Pulling the page down with a finger to ask for news, as people know it from other programs.
#pragma once

#include <cstdint>

namespace minga::client {

/// What a pull has come to. Lengths are those of the finger's way, in CSS pixels.
class PullGesture {
public:
    enum class Stage : std::uint8_t {
        idle,
        pulled,   ///< not far enough
        armed,    ///< letting go asks
        asked,    ///< was asked for in this frame
        working,  ///< what was asked for is under way
    };

    /// The finger is so far below where it came down; 0: it went back, or does something else.
    void pull(float distance);
    /// The finger left. True where that asks.
    bool let_go();
    /// Says once a frame whether what was asked for is under way. True when it is over.
    bool follow(bool is_running);

    bool is_idle() const { return stage_ == Stage::idle; }
    Stage stage() const { return stage_; }
    /// How much of the way that asks is done: 0 to 1.
    float share() const;

private:
    Stage stage_ = Stage::idle;
    float distance_ = 0;
};

}  // namespace minga::client
