#include "client_wasm/screens/gallery_form.hpp"

#include <algorithm>
#include <array>

namespace minga::client {
namespace {

constexpr int section_fields = 20;
constexpr auto fields = static_cast<std::size_t>(gallery_form_fields);

const std::array<std::string, 5>& frequencies() {
    static const std::array<std::string, 5> words{"Nunca", "Una vez al año", "Cada semestre",
                                                  "Cada trimestre", "Cada mes"};
    return words;
}

void draw_text(Ui& ui, GalleryForm& form, std::size_t index, const TextField& look) {
    TextField field = look;
    field.value = form.texts[index];
    if (auto typed = ui.text_field(field)) form.texts[index] = *typed;
}

/// Of ten fields, what the guides' forms ask for about as often.
void draw_field(Ui& ui, GalleryForm& form, std::size_t index) {
    const std::string label = "Campo " + std::to_string(index + 1);
    switch (index % 10) {
        case 4:
            return draw_text(ui, form, index, {.label = label, .hint = InputHint::numeric});
        case 5:
            if (auto money = ui.money_field({.label = label, .value = form.amounts[index]})) {
                form.amounts[index] = money->value;
            }
            return;
        case 6:
            if (auto date = ui.date_field({.label = label, .value = form.texts[index]})) {
                form.texts[index] = *date;
            }
            return;
        case 7:
            if (auto chosen = ui.select(
                    {.label = label, .options = frequencies(), .selected = form.choices[index]})) {
                form.choices[index] = *chosen;
            }
            return;
        case 8:
            if (auto checked =
                    ui.checkbox({.label = label, .is_checked = form.choices[index] == 1})) {
                form.choices[index] = *checked ? 1 : -1;
            }
            return;
        case 9:
            return draw_text(ui, form, index, {.label = label, .rows = 3, .is_multiline = true});
        default:
            return draw_text(ui, form, index, {.label = label, .is_required = index % 10 == 0});
    }
}

}  // namespace

void draw_gallery_form(Ui& ui, GalleryForm& form) {
    if (!form.is_open) {
        if (!ui.button("Abrir el formulario de mil campos")) return;
        form = {.is_open = true,
                .texts = std::vector<std::string>(fields),
                .amounts = std::vector<std::optional<std::int64_t>>(fields),
                .choices = std::vector<int>(fields, -1)};
        ui.request_frame();
        return;
    }
    if (ui.button("Cerrar el formulario")) {
        form.is_open = false;
        ui.request_frame();
    }
    for (std::size_t first = 0; first < fields; first += section_fields) {
        const std::string title = "Sección " + std::to_string(first / section_fields + 1);
        ui.section(title, [&] {
            const std::size_t end = std::min(first + section_fields, fields);
            for (std::size_t index = first; index < end; ++index) draw_field(ui, form, index);
        });
    }
}

}  // namespace minga::client
