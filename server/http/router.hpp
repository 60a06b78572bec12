/// Which function answers which request.
#pragma once

#include "server/http/exchange.hpp"

namespace minga::server {

struct Route {
    std::string_view method;
    std::string_view pattern;  ///< A path with at most one `*`, which stands for no slash.
    bool needs_login = true;
    std::function<HttpResponse(Exchange&)> handle;
};

class Router {
public:
    void add(Route route) { routes_.push_back(std::move(route)); }

    const std::vector<Route>& routes() const { return routes_; }

    struct Match {
        const Route* route = nullptr;
        std::string_view capture;
        /// The methods that the path has, where none of its routes has the request's.
        std::string allowed;
    };
    /// `HEAD` is answered as `GET`.
    Match find(std::string_view method, std::string_view path) const;

private:
    std::vector<Route> routes_;
};

}  // namespace minga::server
