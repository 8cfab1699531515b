package dev.mintmark.launcher.home;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.embedded.server.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Makes, at the first start, what opens and what signs; leaves alone what is there. */
public final class Credentials {
  private static final List<String> ROLES = List.of("ci", "operator", "viewer", "device");
  private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private Credentials() {}

  /**
   * One token a role; one to push with; the key of the devices' tokens, 64 hexadecimal digits; the
   * release key, the evidence key, the key of rebuilds' verdicts, and that of the log's
   * checkpoints: P-256, PKCS #8 and SubjectPublicKeyInfo in PEM; a root key, and the key set that
   * it signs.
   */
  public static void ensure(Home home) throws IOException {
    if (!Files.exists(home.tokensFile())) {
      PrivateFiles.write(home.tokensFile(), tokens());
    }
    if (!Files.exists(home.registryTokensFile())) {
      PrivateFiles.write(home.registryTokensFile(), registryTokens());
    }
    if (!Files.exists(deviceTokenKey(home))) {
      PrivateFiles.write(deviceTokenKey(home), secret(new SecureRandom()) + "\n");
    }
    ensure(releaseKey(home), releasePublicKey(home));
    ensure(evidenceKey(home), evidencePublicKey(home));
    ensure(verdictKey(home), verdictPublicKey(home));
    ensure(home.keys().resolve("log.key"), home.keys().resolve("log.pub"));
    StackKeySet.ensure(home);
  }

  private static void ensure(Path key, Path publicKey) throws IOException {
    if (!Files.exists(key)) {
      KeyPair pair = p256();
      PrivateFiles.write(publicKey, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
      // Last, so that a key that is there always has its public half.
      PrivateFiles.write(key, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }
  }

  public static Path releaseKey(Home home) {
    return home.keys().resolve("release.key");
  }

  /** Whoever has it can be any device. */
  public static Path deviceTokenKey(Home home) {
    return home.keys().resolve("device-token.key");
  }

  public static Path releasePublicKey(Home home) {
    return home.keys().resolve("release.pub");
  }

  /** Signs bills of materials and provenance, and nothing else. */
  public static Path evidenceKey(Home home) {
    return home.keys().resolve("evidence.key");
  }

  public static Path evidencePublicKey(Home home) {
    return home.keys().resolve("evidence.pub");
  }

  /**
   * Signs what rebuilds found, and nothing else: cosign takes any statement of a key for a release.
   */
  public static Path verdictKey(Home home) {
    return home.keys().resolve("verdict.key");
  }

  public static Path verdictPublicKey(Home home) {
    return home.keys().resolve("verdict.pub");
  }

  private static String tokens() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode tokens = mapper.createObjectNode();
    SecureRandom random = new SecureRandom();
    for (String role : ROLES) {
      tokens.put(role, secret(random));
    }
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(tokens) + "\n";
  }

  /** Everywhere; the registry itself keeps out of the repositories that the line publishes into. */
  private static String registryTokens() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode tokens = mapper.createObjectNode();
    ObjectNode push = tokens.putObject("push").put("token", secret(new SecureRandom()));
    ObjectNode rule = push.putArray("allow").addObject();
    rule.putArray("repositories").add("**");
    rule.putArray("actions").add("pull").add("push").add("delete");
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(tokens) + "\n";
  }

  private static String secret(SecureRandom random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static KeyPair p256() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN "
        + type
        + "-----\n"
        + PEM.encodeToString(der)
        + "\n-----END "
        + type
        + "-----\n";
  }
}
