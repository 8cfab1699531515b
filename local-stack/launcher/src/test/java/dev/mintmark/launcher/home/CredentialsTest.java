package dev.mintmark.launcher.home;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.keyset.KeyRole;
import dev.mintmark.verify.keyset.KeySet;
import dev.mintmark.verify.keyset.KeySetFile;
import dev.mintmark.verify.keyset.KeySetVerifier;
import dev.mintmark.verify.keyset.ListedKey;
import dev.mintmark.verify.keyset.RootKeys;
import dev.mintmark.verify.keyset.SignedKeySet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
  @TempDir Path folder;
  private Home home;

  @BeforeEach
  void make() throws Exception {
    home = new Home(folder.resolve("home"));
    home.create();
    Credentials.ensure(home);
  }

  @Test
  void makesAKeyPairWhoseHalvesFitInPem() throws Exception {
    KeyFactory keys = KeyFactory.getInstance("EC");
    PrivateKey key =
        keys.generatePrivate(new PKCS8EncodedKeySpec(der("release.key", "PRIVATE KEY")));
    PublicKey pub = keys.generatePublic(new X509EncodedKeySpec(der("release.pub", "PUBLIC KEY")));
    assertThat(((ECPublicKey) pub).getParams().getOrder().bitLength()).isEqualTo(256);
    Signature signing = Signature.getInstance("SHA256withECDSA");
    signing.initSign(key);
    signing.update(new byte[] {1});
    byte[] signature = signing.sign();
    signing.initVerify(pub);
    signing.update(new byte[] {1});
    assertThat(signing.verify(signature)).isTrue();
  }

  @Test
  void makesADifferentTokenForEachRole() throws Exception {
    JsonNode tokens = new ObjectMapper().readTree(Files.readString(home.tokensFile()));
    Set<String> values = new HashSet<>();
    for (String role : new String[] {"ci", "operator", "viewer", "device"}) {
      assertThat(tokens.path(role).asText()).matches("[0-9a-f]{64}");
      values.add(tokens.path(role).asText());
    }
    assertThat(values).hasSize(4);
  }

  @Test
  void makesATokenToPushWith() throws Exception {
    JsonNode push =
        new ObjectMapper().readTree(Files.readString(home.registryTokensFile())).path("push");
    assertThat(push.path("token").asText()).matches("[0-9a-f]{64}");
    assertThat(push.at("/allow/0/repositories/0").asText()).isEqualTo("**");
    assertThat(push.at("/allow/0/actions")).hasToString("[\"pull\",\"push\",\"delete\"]");
  }

  @Test
  void makesAKeySetThatItsRootSigned() throws Exception {
    KeySet set = verified().set();

    assertThat(set.version()).isEqualTo(1);
    assertThat(set.of(KeyRole.RELEASE))
        .extracting(ListedKey::key)
        .containsExactly(VerificationKey.read(Credentials.releasePublicKey(home)));
    assertThat(set.of(KeyRole.VERDICT))
        .extracting(ListedKey::key)
        .containsExactly(VerificationKey.read(Credentials.verdictPublicKey(home)));
  }

  @Test
  void addsARoleThatTheSetDoesNotKnowAndElseLeavesItAlone() throws Exception {
    byte[] before = Files.readAllBytes(StackKeySet.file(home));
    Credentials.ensure(home);
    assertThat(StackKeySet.file(home)).hasBinaryContent(before);

    Files.write(home.keys().resolve("deploy.pub"), SigningKey.generate().verificationKey().pem());
    Credentials.ensure(home);
    assertThat(verified().set().version()).isEqualTo(2);
    assertThat(verified().set().of(KeyRole.DEPLOY)).hasSize(1);
  }

  @Test
  void startsWithoutItsRootKey() throws Exception {
    Files.delete(home.keys().resolve("root.key"));
    Files.write(home.keys().resolve("deploy.pub"), SigningKey.generate().verificationKey().pem());

    Credentials.ensure(home);

    assertThat(verified().set().version()).isEqualTo(1);
  }

  @Test
  void tellsTheLedgerOfRetiredReleaseKeys() throws Exception {
    Path retired = home.keys().resolve("release-until-2.pub");
    Files.write(retired, SigningKey.generate().verificationKey().pem());

    assertThat(StackKeySet.publicKeys(home, KeyRole.RELEASE))
        .containsExactly(Credentials.releasePublicKey(home), retired);
  }

  private SignedKeySet verified() throws Exception {
    RootKeys pin = RootKeys.all(List.of(VerificationKey.read(home.keys().resolve("root.pub"))));
    return KeySetVerifier.verify(
        KeySetFile.read(Files.readAllBytes(StackKeySet.file(home))), pin, Optional.empty());
  }

  @Test
  void makesAKeyForTheDevicesTokens() throws Exception {
    assertThat(Files.readString(Credentials.deviceTokenKey(home))).matches("[0-9a-f]{64}\n");
  }

  @Test
  void showsThemToTheOwnerOnly() throws Exception {
    for (Path file :
        new Path[] {
          home.tokensFile(),
          home.registryTokensFile(),
          Credentials.releaseKey(home),
          Credentials.evidenceKey(home),
          Credentials.verdictKey(home),
          Credentials.deviceTokenKey(home),
          home.keys().resolve("root.key")
        }) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void leavesAloneWhatIsThere() throws Exception {
    String tokens = Files.readString(home.tokensFile());
    String push = Files.readString(home.registryTokensFile());
    String key = Files.readString(Credentials.releaseKey(home));
    String deviceKey = Files.readString(Credentials.deviceTokenKey(home));
    Credentials.ensure(home);
    assertThat(home.tokensFile()).hasContent(tokens);
    assertThat(home.registryTokensFile()).hasContent(push);
    assertThat(Credentials.releaseKey(home)).hasContent(key);
    assertThat(Credentials.deviceTokenKey(home)).hasContent(deviceKey);
  }

  private byte[] der(String name, String type) throws Exception {
    String text = Files.readString(home.keys().resolve(name));
    assertThat(text)
        .startsWith("-----BEGIN " + type + "-----\n")
        .endsWith("\n-----END " + type + "-----\n");
    assertThat(text.lines()).allMatch(line -> line.length() <= 64);
    return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
  }
}
