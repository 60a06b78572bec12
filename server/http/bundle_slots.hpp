/// How many bundles come in at a time: each is held in memory until it is whole.
#pragma once

#include <atomic>
#include <utility>

namespace minga::server {

class BundleSlots {
public:
    static constexpr int count_max = 4;

    /// A place, given back when it goes out of scope; false where none was free.
    class Slot {
    public:
        explicit Slot(std::atomic<int>* taken) : taken_(taken) {}
        Slot(Slot&& other) noexcept : taken_(std::exchange(other.taken_, nullptr)) {}
        Slot(const Slot&) = delete;
        Slot& operator=(const Slot&) = delete;
        Slot& operator=(Slot&&) = delete;
        ~Slot() {
            if (taken_ != nullptr) --*taken_;
        }
        explicit operator bool() const { return taken_ != nullptr; }

    private:
        std::atomic<int>* taken_;
    };

    Slot take() {
        if (++taken_ <= count_max) return Slot{&taken_};
        --taken_;
        return Slot{nullptr};
    }

private:
    std::atomic<int> taken_ = 0;
};

}  // namespace minga::server
