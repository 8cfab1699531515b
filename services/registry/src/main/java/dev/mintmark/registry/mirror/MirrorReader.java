package dev.mintmark.registry.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.DockerLogins;
import dev.mintmark.oci.client.HostRules;
import dev.mintmark.registry.http.RegistryConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Reads a mirror's configuration strictly: with one that is wrong the service does not start. */
final class MirrorReader {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int MOST_SECRET = 4096;

  private final String name;
  private final RegistryConfig.Mirror config;

  private MirrorReader(String name, RegistryConfig.Mirror config) {
    this.name = name;
    this.config = config;
  }

  /**
   * Reads it.
   *
   * @throws IllegalStateException REG-040; never with a secret in its words
   */
  static Mirror read(String name, RegistryConfig.Mirror config) {
    return new MirrorReader(name, config).read();
  }

  private Mirror read() {
    if (!NAME.matcher(name).matches()) {
      throw refused("its name", "'" + name + "'", "use small letters, digits and dashes", null);
    }
    URI url = url();
    Mirror mirror =
        new Mirror(
            name,
            url,
            prefix(),
            credentials(url),
            trust().orElse(null),
            hosts(url),
            config.patience());
    try {
      mirror.open().close();
    } catch (OciException e) {
      // Credentials in the clear, as the client itself has it.
      throw refused("url", e.getMessage(), "use https", e);
    }
    return mirror;
  }

  private URI url() {
    URI url = config.url();
    String scheme = url.getScheme();
    String host = url.getHost();
    boolean plain = "http".equals(scheme);
    String path = url.getRawPath();
    boolean bare =
        url.getRawUserInfo() == null
            && url.getRawQuery() == null
            && url.getRawFragment() == null
            && (path == null || path.isEmpty() || path.equals("/"));
    if (host == null || !bare || !(plain || "https".equals(scheme))) {
      throw refused(
          "url",
          "it is not of the form https://host[:port]",
          "put the repositories' beginning into prefix, and credentials into a file",
          null);
    }
    if (plain && !LOOPBACK.contains(host) && !config.plainHttp()) {
      throw refused("url", url + " is not encrypted", "use https, or set plain-http=true", null);
    }
    return url;
  }

  private String prefix() {
    String prefix = config.prefix().orElse("");
    if (!prefix.isEmpty() && !RepositoryName.isValid(prefix)) {
      throw refused("prefix", "'" + prefix + "'", "use a form like team/mintmark", null);
    }
    return prefix.isEmpty() ? "" : prefix + "/";
  }

  private Credentials credentials(URI url) {
    if (config.dockerConfig().isPresent() && config.secretFile().isPresent()) {
      throw refused("credentials", "docker-config and secret-file are set", "set one", null);
    }
    if (config.secretFile().isPresent()) {
      return secret(config.secretFile().get());
    }
    return config
        .dockerConfig()
        .map(file -> docker(file, url.getAuthority()))
        .orElseGet(Credentials::anonymous);
  }

  private Credentials docker(Path file, String host) {
    try {
      DockerLogins logins = DockerLogins.read(file);
      Optional<Credentials> found = logins.basic(host);
      if (found.isPresent()) {
        return found.get();
      }
      String what = logins.helper(host).isPresent() ? "only a credential helper" : "no login";
      throw refused(
          "docker-config", file + " has " + what + " for " + host, "use secret-file", null);
    } catch (IOException | IllegalArgumentException e) {
      throw refused("docker-config", file + " cannot be read", "log in again", null);
    }
  }

  private Credentials secret(Path file) {
    try {
      if (Files.size(file) > MOST_SECRET) {
        throw refused("secret-file", file + " is too long", "write user:password into it", null);
      }
      String text = Files.readString(file, UTF_8).strip();
      int colon = text.indexOf(':');
      if (colon <= 0 || text.lines().count() != 1) {
        throw refused(
            "secret-file", file + " is not of that form", "write user:password into it", null);
      }
      return Credentials.basic(text.substring(0, colon), text.substring(colon + 1));
    } catch (IOException e) {
      throw refused("secret-file", file + " cannot be read", "make it readable", null);
    }
  }

  /** The registry itself, and who is listed: both may be inside of somebody's network. */
  private HostRules hosts(URI url) {
    Set<String> listed = new HashSet<>(config.tokenHosts().orElse(Set.of()));
    listed.add(url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort());
    return HostRules.publicAnd(listed);
  }

  private Optional<SSLContext> trust() {
    if (config.ca().isEmpty()) {
      return Optional.empty();
    }
    Path file = config.ca().get();
    try {
      return Optional.of(Trust.of(file));
    } catch (IOException | GeneralSecurityException e) {
      throw refused("ca", file + " has no certificates that can be read", "use PEM", e);
    }
  }

  private IllegalStateException refused(
      String what, @Nullable String found, String advice, @Nullable Throwable cause) {
    return new IllegalStateException(
        "cannot use mirror %s: mintmark.registry.mirrors.%s: %s: %s; %s (REG-040)"
            .formatted(name, name, what, found, advice),
        cause);
  }
}
