package dev.mintmark.image.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the app is run.
 *
 * @param env {@code NAME=value}
 * @param port TCP port that it serves; null for none
 */
public record Launch(List<String> entrypoint, List<String> env, @Nullable Integer port) {
  public Launch {
    entrypoint = List.copyOf(entrypoint);
    env = List.copyOf(env);
    if (port != null && (port < 1 || port > 65535)) {
      throw new IllegalArgumentException("port is not in 1 to 65535: " + port);
    }
  }
}
