package dev.mintmark.image.gate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells by name and content what looks like a secret: private keys as PEM, OpenSSH and PuTTY write
 * them, and the files in which curl, pip, Docker, Podman and AWS keep passwords.
 */
final class SecretFiles {
  private static final Set<String> KEY_NAMES =
      Set.of("id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "id_ecdsa_sk", "id_ed25519_sk");
  private static final Set<String> PASSWORD_NAMES =
      Set.of(".netrc", "_netrc", ".pypirc", ".git-credentials", ".pgpass");

  /** The mark at the start of a line, then a line of a key's text: not just a mark in a program. */
  private static final Pattern PEM =
      Pattern.compile(
          "(?m)^-----BEGIN (?:[A-Z0-9]+ ){0,2}PRIVATE KEY-----[ \\t]*\\r?\\n"
              + "(?:[A-Za-z0-9+/=]{16,}|Proc-Type:|DEK-Info:)");

  /** Every match of the pattern has it; finding it takes far less. */
  private static final String PEM_MARK = "-----BEGIN ";

  private static final Pattern REGISTRY_LOGIN =
      Pattern.compile("\"(?:auth|identitytoken|password|registrytoken)\"\\s*:\\s*\"[^\"]");
  private static final Pattern AWS_KEY =
      Pattern.compile("(?im)^\\s*aws_(?:secret_access_key|session_token)\\s*=\\s*\\S");

  private SecretFiles() {}

  /**
   * @param path absolute in the image
   * @param content the file, or its beginning when it is large
   * @param whole whether that is all of it
   * @return what it looks like; empty when it looks like nothing secret
   */
  static Optional<String> look(String path, byte[] content, boolean whole) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    if (content.length > 0 && KEY_NAMES.contains(name)) {
      return Optional.of("by its name it is a private key of SSH");
    }
    if (content.length > 0 && PASSWORD_NAMES.contains(name)) {
      return Optional.of("by its name it holds passwords");
    }
    String text = new String(content, ISO_8859_1);
    if (text.startsWith("PuTTY-User-Key-File-")
        || (text.contains(PEM_MARK) && PEM.matcher(text).find())) {
      return Optional.of("it holds a private key");
    }
    return configuration(path, text, whole);
  }

  private static Optional<String> configuration(String path, String text, boolean whole) {
    boolean registry =
        path.endsWith("/.docker/config.json")
            || path.endsWith("/.dockercfg")
            || path.endsWith("/containers/auth.json");
    boolean aws = path.endsWith("/.aws/credentials") || path.endsWith("/.aws/config");
    if ((registry || aws) && !whole) {
      return Optional.of("it is too large to tell whether it holds passwords");
    }
    if (registry && REGISTRY_LOGIN.matcher(text).find()) {
      return Optional.of("it holds a login of a registry");
    }
    return aws && AWS_KEY.matcher(text).find()
        ? Optional.of("it holds a secret key of AWS")
        : Optional.empty();
  }
}
