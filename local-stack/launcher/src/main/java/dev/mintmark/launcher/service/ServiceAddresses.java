package dev.mintmark.launcher.service;

import dev.mintmark.embedded.StackException;
import dev.mintmark.embedded.server.Ports;
import dev.mintmark.launcher.home.Home;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Where each service will listen: chosen for all before the first starts, as some call others. */
record ServiceAddresses(Map<String, Integer> ports) {
  ServiceAddresses {
    ports = Map.copyOf(ports);
  }

  /**
   * @param named by service; the others keep the port they had, or get a free one
   * @throws StackException STK-004 where another program has a named one
   */
  static ServiceAddresses choose(Home home, Map<String, Integer> named) throws IOException {
    Ports kept = Ports.keptIn(home.portsFile());
    Map<String, Integer> ports = new HashMap<>();
    for (String service : Service.names()) {
      Integer port = named.get(service);
      ports.put(service, port == null ? kept.choose(service) : Ports.require(service, port));
    }
    return new ServiceAddresses(ports);
  }

  int port(String service) {
    return Objects.requireNonNull(ports.get(service), service);
  }

  /** {@code http://127.0.0.1:<port>}. */
  URI url(String service) {
    return URI.create("http://127.0.0.1:" + port(service));
  }
}
