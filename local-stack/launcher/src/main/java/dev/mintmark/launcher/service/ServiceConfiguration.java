package dev.mintmark.launcher.service;

import dev.mintmark.embedded.Endpoints;
import dev.mintmark.embedded.server.PrivateFiles;
import dev.mintmark.launcher.access.KafkaAccess;
import dev.mintmark.launcher.access.KafkaLogin;
import dev.mintmark.launcher.access.ServiceAccess;
import dev.mintmark.launcher.home.Credentials;
import dev.mintmark.launcher.home.Home;
import dev.mintmark.launcher.home.StackKeySet;
import dev.mintmark.launcher.toolchain.Installed;
import dev.mintmark.verify.keyset.KeyRole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a service's properties file: each gets what it needs, and no other's secrets. */
final class ServiceConfiguration {
  private ServiceConfiguration() {}

  /**
   * @return the file, mode 0600
   */
  static Path write(
      Home home,
      String service,
      Endpoints endpoints,
      ServiceAddresses addresses,
      Optional<Installed> toolchain)
      throws IOException {
    SortedMap<String, String> values = common(home, service, endpoints, addresses.port(service));
    if (toolchain.isPresent()) {
      values.putAll(ToolchainFiles.write(home.configuration(service), toolchain.get()));
    }
    switch (service) {
      case "signer" -> {
        values.put("mintmark.signer.role", "release");
        values.put("mintmark.signer.release-key", Credentials.releaseKey(home).toString());
        values.put(
            "mintmark.signer.evidence-public-key", Credentials.evidencePublicKey(home).toString());
        others(values, Credentials.evidencePublicKey(home), Credentials.verdictPublicKey(home));
      }
      case "evidence" -> {
        values.put("mintmark.signer.role", "evidence");
        values.put("mintmark.signer.evidence-key", Credentials.evidenceKey(home).toString());
        others(values, Credentials.releasePublicKey(home), Credentials.verdictPublicKey(home));
      }
      case "verdict" -> {
        values.put("mintmark.signer.role", "verdict");
        values.put("mintmark.signer.verdict-key", Credentials.verdictKey(home).toString());
        others(values, Credentials.releasePublicKey(home), Credentials.evidencePublicKey(home));
      }
      case "registry" -> {
        values.put("mintmark.registry.anonymous-pull", "true");
        values.put("mintmark.registry.tokens-file", home.registryTokensFile().toString());
        // There is one registry: nobody else changes its links.
        values.put("mintmark.registry.link-cache", "PT1H");
        values.put(
            "mintmark.registry.release-public-key", Credentials.releasePublicKey(home).toString());
        values.put(
            "mintmark.registry.evidence-public-key",
            Credentials.evidencePublicKey(home).toString());
        values.putAll(MirrorSettings.read(home.registryMirrorsFile()));
      }
      case "release-ledger" -> {
        database(values, endpoints);
        values.put("mintmark.ledger.release-public-keys", publicKeys(home, KeyRole.RELEASE));
        values.put("mintmark.ledger.evidence-public-keys", publicKeys(home, KeyRole.EVIDENCE));
      }
      case "canary-controller" -> {
        database(values, endpoints);
        fleet(values, home, endpoints);
        values.put("mintmark.canary.registry", addresses.url("registry").toString());
        values.put(
            "mintmark.canary.release-public-key", Credentials.releasePublicKey(home).toString());
        values.put(
            "mintmark.canary.evidence-public-key", Credentials.evidencePublicKey(home).toString());
        // Devices of one machine answer at once, or not at all.
        values.put("mintmark.canary.settle", "PT2M");
      }
      case "telemetry-aggregator" -> {
        fleet(values, home, endpoints);
        // Rollouts on one machine soak for seconds.
        values.put("mintmark.telemetry.window", "PT1S");
      }
      default -> {
        // Nothing of its own.
      }
    }
    Path file = home.configuration(service);
    PrivateFiles.write(file, values);
    return file;
  }

  private static SortedMap<String, String> common(
      Home home, String service, Endpoints endpoints, int port) {
    SortedMap<String, String> values = new TreeMap<>();
    values.put("quarkus.http.host", "127.0.0.1");
    values.put("quarkus.http.port", Integer.toString(port));
    values.put("mintmark.instance", "0");
    values.putAll(KafkaLogin.properties(endpoints, KafkaAccess.name(service)));
    values.put("mintmark.store.endpoint", endpoints.s3Endpoint().toString());
    values.put("mintmark.store.bucket", endpoints.s3Bucket());
    String identity = ServiceAccess.s3Name(service);
    values.put("mintmark.store.access-key", identity);
    values.put("mintmark.store.secret-key", endpoints.s3SecretKey(identity));
    values.put("mintmark.store.region", "us-east-1");
    values.put("mintmark.tokens-file", home.tokensFile().toString());
    values.put("mintmark.work-dir", home.work(service).resolve("files").toString());
    return values;
  }

  /** The present key of a role and those of before, for whoever judges old releases. */
  private static String publicKeys(Home home, KeyRole role) throws IOException {
    return StackKeySet.publicKeys(home, role).stream()
        .map(Path::toString)
        .collect(Collectors.joining(","));
  }

  /** Public halves of the keys that this role's must not be. */
  private static void others(SortedMap<String, String> values, Path... keys) {
    values.put(
        "mintmark.signer.other-public-keys",
        Stream.of(keys).map(Path::toString).collect(Collectors.joining(",")));
  }

  private static void fleet(SortedMap<String, String> values, Home home, Endpoints endpoints) {
    values.put("mintmark.device-token-key", Credentials.deviceTokenKey(home).toString());
    values.put("mintmark.schema-registry", endpoints.schemaRegistry().toString());
  }

  private static void database(SortedMap<String, String> values, Endpoints endpoints) {
    String address =
        "postgresql://127.0.0.1:" + endpoints.postgresPort() + "/" + endpoints.postgresDatabase();
    values.put("quarkus.datasource.username", endpoints.postgresUser());
    values.put("quarkus.datasource.password", endpoints.postgresPassword());
    values.put("quarkus.datasource.reactive.url", address);
    values.put("quarkus.datasource.jdbc.url", "jdbc:" + address);
  }
}
