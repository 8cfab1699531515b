package dev.mintmark.oci.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry's wish for a token (RFC 6750, section 3, as the distribution project uses it).
 *
 * @param question the token service's address with service and scope
 */
record Challenge(URI question) {
  private static final Pattern PARAMETER = Pattern.compile("([A-Za-z_]{1,32})=\"([^\"]{0,1024})\"");

  /** Reads a {@code WWW-Authenticate} header; empty for another kind, or one without a realm. */
  static Optional<Challenge> parse(String header) {
    if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    Matcher matcher = PARAMETER.matcher(header.substring(7));
    while (matcher.find()) {
      parameters.put(matcher.group(1), matcher.group(2));
    }
    String realm = parameters.getOrDefault("realm", "");
    List<String> query = new ArrayList<>();
    for (String name : List.of("service", "scope")) {
      if (parameters.containsKey(name)) {
        query.add(name + "=" + URLEncoder.encode(parameters.get(name), StandardCharsets.UTF_8));
      }
    }
    String joined = String.join("&", query);
    String mark = joined.isEmpty() ? "" : realm.contains("?") ? "&" : "?";
    try {
      return realm.isEmpty()
          ? Optional.empty()
          : Optional.of(new Challenge(URI.create(realm + mark + joined)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
