#include "client_wasm/app/saved_views.hpp"

#include "shared/base/text.hpp"
#include "shared/codec/value_json.hpp"

#include <algorithm>
#include <utility>

namespace minga::client {
namespace {

std::string setting_of(std::string_view list) {
    return "views." + std::string{list};
}

void store(AppState& app, std::string_view list, const std::vector<SavedView>& views) {
    Json json = Json::array();
    for (const SavedView& view : views) {
        json.push(Json::object().set("name", view.name).set("filter", fields_to_json(view.filter)));
    }
    app.set_setting(setting_of(list), json.dump());
}

}  // namespace

std::vector<SavedView> saved_views(const AppState& app, std::string_view list) {
    std::vector<SavedView> views;
    const auto json = parse_json(app.setting(setting_of(list)));
    if (!json) return views;
    for (const Json& item : json->items()) {
        auto filter = fields_from_json(item["filter"]);
        const std::string& name = item.text_at("name");
        if (filter && !name.empty()) views.push_back({name, *std::move(filter)});
    }
    return views;
}

std::string save_view(AppState& app, std::string_view list, SavedView view) {
    view.name = std::string{trim(view.name)};
    if (view.name.empty()) return "Escriba un nombre para la vista.";
    auto views = saved_views(app, list);
    std::erase_if(views, [&](const SavedView& one) { return one.name == view.name; });
    if (views.size() >= saved_views_max) {
        return "Ya hay " + std::to_string(saved_views_max) +
               " vistas guardadas. Quite una para guardar otra.";
    }
    views.push_back(std::move(view));
    std::sort(views.begin(), views.end(), [](const SavedView& a, const SavedView& b) {
        return fold_for_search(a.name) < fold_for_search(b.name);
    });
    store(app, list, views);
    return {};
}

void remove_view(AppState& app, std::string_view list, std::string_view name) {
    auto views = saved_views(app, list);
    std::erase_if(views, [&](const SavedView& one) { return one.name == name; });
    store(app, list, views);
}

}  // namespace minga::client
