package dev.mintmark.cli.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.kit.Tars.Entry;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.cli.verify.RegistrySource;
import dev.mintmark.cli.verify.ReleaseCheck;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.PushableRegistry;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.registry.SignedRelease;
import dev.mintmark.verify.registry.TinyRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KitTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final SigningKey STRANGER = SigningKey.generate();
  private static final RepositoryName REPOSITORY = new RepositoryName(SignedRelease.REPOSITORY);
  private static final String RELEASE = SignedRelease.REPOSITORY + ":v1.0.0";
  private static byte[] kit = {};
  private static final byte[] OTHER = "other bytes".getBytes(UTF_8);

  private final TinyRegistry registry = new TinyRegistry(SignedRelease.REPOSITORY);
  private final SignedRelease release = new SignedRelease(registry, KEY);
  private final StringWriter said = new StringWriter();
  @TempDir Path folder;

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void holdsEverythingAboutTheReleaseAndFilesForPeople() throws IOException {
    Exported exported = export("kit.tar", RELEASE, KEY);

    assertThat(exported.release()).isEqualTo("face-detect:v1.0.0");
    assertThat(exported.index()).isEqualTo(release.index.digest());
    // Index, image, model; of each a bundle and a signature tag; two SBOMs and the statement.
    assertThat(exported.manifests()).isEqualTo(12);
    List<Entry> members = Tars.read(exported.file());
    assertThat(members)
        .extracting(Entry::name)
        .filteredOn(name -> !name.startsWith("blobs/"))
        .containsExactly(
            "INSTRUCTIONS.txt",
            "index.json",
            "keys/release.pub",
            "oci-layout",
            "release/cpu-amd64/release.env",
            "release/cpu-amd64/release.env.sig",
            "sbom/cpu-amd64-image.cdx.json",
            "sbom/cpu-amd64-model.cdx.json");
    assertThat(members).extracting(Entry::name).isSorted();
    assertThat(new String(members.getFirst().content(), UTF_8))
        .contains(release.index.digest().toString(), Fingerprint.of(KEY.verificationKey()))
        .doesNotContain("${");
    assertThat(folder)
        .isDirectoryContaining("glob:**/kit.tar")
        .isDirectoryNotContaining("glob:**part");
  }

  @Test
  void isTheSameBytesEachTimeByTagAndByDigest() throws IOException {
    Exported first = export("first.tar", RELEASE, KEY);
    Exported second = export("second.tar", REPOSITORY + "@" + release.index.digest(), KEY);

    assertThat(second.digest()).isEqualTo(first.digest()).isEqualTo(Digest.of(second.file()));
    assertThat(Files.mismatch(first.file(), second.file())).isEqualTo(-1);
  }

  @ParameterizedTest(name = "referrers API: {0}")
  @ValueSource(booleans = {true, false})
  void bringsEverythingIntoAnEmptyRegistryTheTagLast(boolean referrersApi) throws IOException {
    Path kit = export("kit.tar", RELEASE, KEY).file();
    try (PushableRegistry target = new PushableRegistry(referrersApi)) {
      Imported imported = verified(kit).to(destination(target), Credentials.anonymous());

      assertThat(imported.index()).isEqualTo(release.index.digest());
      assertThat(imported.found()).isZero();
      assertThat(target.requests().getLast())
          .isEqualTo("PUT /v2/" + SignedRelease.REPOSITORY + "/manifests/v1.0.0");
      assertThat(target.tags().keySet())
          .contains("v1.0.0", "sha256-" + release.index.digest().hex() + ".sig");
      assertVerifies(target);
    }
  }

  @Test
  void goesOnWhereItStopped() throws IOException {
    Path kit = export("kit.tar", RELEASE, KEY).file();
    try (PushableRegistry target = new PushableRegistry(false)) {
      target.fail("PUT", 1000);
      CommandException away =
          refusal(() -> verified(kit).to(destination(target), Credentials.anonymous()));
      assertThat(away.code()).isEqualTo("CLI-020");
      assertThat(away.exit()).isEqualTo(Exit.NOT_REACHABLE);
      assertThat(target.tags()).isEmpty();

      target.fail("none", 0);
      verified(kit).to(destination(target), Credentials.anonymous());
      long puts = target.count("PUT");
      Imported again = verified(kit).to(destination(target), Credentials.anonymous());

      assertThat(again.sent()).isZero();
      assertThat(target.count("PUT")).isEqualTo(puts);
      assertVerifies(target);
    }
  }

  @Test
  void movesNoTagThatIsAnotherManifests() throws IOException {
    Path kit = export("kit.tar", RELEASE, KEY).file();
    try (PushableRegistry target = new PushableRegistry(true);
        TinyRegistry elsewhere = new TinyRegistry(SignedRelease.REPOSITORY)) {
      verified(kit).to(destination(target), Credentials.anonymous());
      SignedRelease other = new SignedRelease(elsewhere, STRANGER);
      assertThat(other.index).isEqualTo(release.index);
      Path strangers =
          new KitExport(
                  elsewhere.uri(),
                  ImageReference.parse(RELEASE),
                  STRANGER.verificationKey(),
                  Optional.empty(),
                  console())
              .to(folder.resolve("other.tar"))
              .file();
      long posts = target.count("POST");

      CommandException taken =
          refusal(() ->
              KitImport.verified(strangers, Optional.of(STRANGER.verificationKey()), console())
                  .to(destination(target), Credentials.anonymous()));

      assertThat(taken.code()).isEqualTo("CLI-126");
      assertThat(target.count("POST")).isEqualTo(posts);
    }
  }

  @Test
  void unpacksToALayout() throws IOException {
    Path kit = export("kit.tar", RELEASE, KEY).file();
    Path layout = folder.resolve("layout");

    Imported imported = verified(kit).to(layout);

    assertThat(imported.release()).isEqualTo("face-detect:v1.0.0");
    assertThat(layout.resolve("oci-layout")).hasContent("{\"imageLayoutVersion\":\"1.0.0\"}");
    String index = release.index.digest().hex();
    assertThat(Digest.of(layout.resolve("blobs/sha256/" + index)).hex()).isEqualTo(index);
    assertThat(refusal(() -> verified(kit).to(layout)).code()).isEqualTo("CLI-127");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactlyInAnyOrder(kit, layout);
    }
  }

  @Test
  void trustsTheKeyInAKitOnlyWhenToldSoAndShowsIt() throws IOException {
    Path kit = export("kit.tar", RELEASE, KEY).file();

    KitImport.verified(kit, Optional.empty(), console());

    String fingerprint = Fingerprint.of(KEY.verificationKey());
    assertThat(said.toString()).contains(fingerprint, "on your word alone");
    assertThat(KitImport.ownFingerprint(kit, console())).isEqualTo(fingerprint);
  }

  @Test
  void refusesAKitOfAnotherKey() throws IOException {
    Path kit = export("kit.tar", RELEASE, KEY).file();

    CommandException refused =
        refusal(() -> KitImport.verified(kit, Optional.of(STRANGER.verificationKey()), console()));

    assertThat(refused.code()).isEqualTo("CLI-125");
    assertThat(refused).hasMessageContaining("VER-014");
  }

  static Stream<Arguments> releases() {
    return Stream.of(
        changed("layer", r -> r.tamper(SignedRelease.layer())),
        changed("missing layer", r -> r.remove(SignedRelease.layer())),
        changed("bundle", r -> r.tamper(r.indexBundle)),
        changed("statement", r -> r.tamper(r.statement)),
        changed("missing model", r -> r.remove(r.model.digest())));
  }

  private static Arguments changed(String name, Consumer<SignedRelease> change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("releases")
  void doesNotExportWhatDoesNotVerify(String name, Consumer<SignedRelease> change)
      throws IOException {
    change.accept(release);

    CommandException refused = refusal(() -> export("kit.tar", RELEASE, KEY));

    assertThat(refused.exit()).isEqualTo(Exit.REFUSED);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void doesNotExportAReleaseUnderAnothersTag() {
    registry.tag("v2.0.0", release.index.digest());

    CommandException refused =
        refusal(() -> export("kit.tar", SignedRelease.REPOSITORY + ":v2.0.0", KEY));

    assertThat(refused.code()).isEqualTo("CLI-125");
    assertThat(refused).hasMessageContaining("the signed statement says that it is v1.0.0");
  }

  static Stream<Arguments> tamperings() {
    String layer = "blobs/sha256/" + SignedRelease.layer().hex();
    String stray = "blobs/sha256/" + Digest.of(OTHER).hex();
    return Stream.of(
        tampering("CLI-121", "a blob's bytes", put(layer, OTHER)),
        tampering("CLI-122", "a missing blob", remove(layer)),
        tampering("CLI-122", "a blob that nothing names", put(stray, OTHER)),
        tampering("CLI-120", "an unknown member", put("install.sh", OTHER)),
        tampering("CLI-120", "a way out", put("blobs/sha256/../../../x", OTHER)),
        tampering("CLI-120", "an absolute path", put("/etc/cron.d/x", OTHER)),
        tampering("CLI-120", "a file for no target", put("sbom/..-image.cdx.json/x", OTHER)),
        tampering("CLI-120", "a symbolic link", kind(layer, TarConstants.LF_SYMLINK)),
        tampering("CLI-120", "a hard link", kind(layer, TarConstants.LF_LINK)),
        tampering("CLI-120", "a folder", kind("keys/verdict.pub", TarConstants.LF_DIR)),
        tampering("PKG-012", "a FIFO", kind(layer, TarConstants.LF_FIFO)),
        tampering("CLI-120", "a member twice", entries -> entries.add(entries.getLast())),
        tampering("CLI-120", "another layout", put("oci-layout", OTHER)),
        tampering("CLI-122", "no layout", remove("oci-layout")),
        tampering("CLI-122", "no index.json", remove("index.json")),
        tampering("CLI-122", "no instructions", remove("INSTRUCTIONS.txt")),
        tampering("CLI-122", "no key", remove("keys/release.pub")),
        tampering("CLI-120", "endless instructions", put("INSTRUCTIONS.txt", new byte[2 << 20])),
        tampering("OCI-005", "no JSON", put("index.json", OTHER)),
        tampering(
            "OCI-008",
            "another form",
            edit("\"dev.mintmark.kit\":\"1\"", "\"dev.mintmark.kit\":\"2\"")),
        tampering(
            "OCI-008",
            "no tag",
            edit(
                "\"dev.mintmark.kit.version\":\"v1.0.0\"",
                "\"dev.mintmark.kit.version\":\"v1.0.1\"")),
        tampering("CLI-123", "another version", edit("\"v1.0.0\"", "\"v2.0.0\"")),
        tampering(
            "CLI-125", "another repository", edit("vision/face-detect", "vision/face-reject")),
        tampering("CLI-122", "one more tag", edit("\"manifests\":[", "\"manifests\":[%s,")),
        tampering("CLI-123", "another SBOM", put("sbom/cpu-amd64-image.cdx.json", OTHER)),
        tampering("CLI-122", "no SBOM", remove("sbom/cpu-amd64-model.cdx.json")),
        tampering("CLI-122", "an SBOM too many", put("sbom/cpu-arm64-model.cdx.json", OTHER)),
        tampering("CLI-123", "another statement", put("release/cpu-amd64/release.env", OTHER)),
        tampering(
            "CLI-123", "another key", put("keys/release.pub", STRANGER.verificationKey().pem())));
  }

  private static Arguments tampering(String code, String name, Consumer<List<Entry>> change) {
    return Arguments.of(name, code, change);
  }

  private static Consumer<List<Entry>> put(String name, byte[] content) {
    return entries -> {
      entries.removeIf(entry -> entry.name().equals(name));
      entries.add(Entry.file(name, content));
    };
  }

  private static Consumer<List<Entry>> remove(String name) {
    return entries -> entries.removeIf(entry -> entry.name().equals(name));
  }

  private static Consumer<List<Entry>> kind(String name, byte type) {
    return entries -> {
      entries.removeIf(entry -> entry.name().equals(name));
      entries.add(new Entry(name, type, new byte[0]));
    };
  }

  /** In index.json; %s is another tag of its first manifest. */
  private static Consumer<List<Entry>> edit(String from, String to) {
    return entries -> {
      for (Entry entry : List.copyOf(entries)) {
        if (entry.name().equals("index.json")) {
          String json = new String(entry.content(), UTF_8);
          String first = json.substring(json.indexOf("[{") + 1, json.indexOf("}},") + 2);
          String more = first.replaceAll("ref.name\":\"[^\"]*", "ref.name\":\"latest");
          put("index.json", json.replace(from, to.formatted(more)).getBytes(UTF_8)).accept(entries);
        }
      }
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tamperings")
  void refusesAKitThatSomebodyChanged(String name, String code, Consumer<List<Entry>> change)
      throws IOException {
    Path kit = Tars.changed(kit(), change);

    CommandException refused = refusal(() -> verified(kit));

    assertThat(refused.code()).as(refused.text()).isEqualTo(code);
    assertThat(refused.exit()).isEqualTo(Exit.REFUSED);
  }

  @Test
  void acceptsAKitThatWasPackedAgain() throws IOException {
    Path kit = Tars.changed(export("kit.tar", RELEASE, KEY).file(), entries -> {});

    verified(kit);
  }

  @Test
  void refusesATarThatEndsEarly() throws IOException {
    Path kit = export("kit.tar", RELEASE, KEY).file();
    byte[] bytes = Files.readAllBytes(kit);
    for (int size : new int[] {0, 100, 512, bytes.length / 2}) {
      Path cut = Files.write(folder.resolve("cut.tar"), Arrays.copyOf(bytes, size));
      assertThat(refusal(() -> verified(cut)).code()).as(size + " bytes").isEqualTo("PKG-004");
    }
  }

  @Test
  void goesToARepositoryOfAnotherName() throws IOException {
    Path kit = export("kit.tar", RELEASE, KEY).file();
    try (PushableRegistry target = new PushableRegistry(true)) {
      Destination mirror = Destination.parse(target.uri().getAuthority() + "/mirror/face-detect");

      Imported imported = verified(kit).to(mirror, Credentials.anonymous());

      assertThat(imported.where()).endsWith("/mirror/face-detect");
      assertThat(target.requests().getLast())
          .isEqualTo("PUT /v2/mirror/face-detect/manifests/v1.0.0");
    }
  }

  @Test
  void readsLoginsThatDockerLeft() throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        "{\"auths\": {\"127.0.0.1:5000\": {\"auth\": \"bWU6c2VjcmV0\"}, \"bad\": {\"auth\": \"x\"}}}");
    Map<String, String> environment = Map.of("DOCKER_CONFIG", folder.toString());

    assertThat(Logins.stored(environment, Destination.parse("127.0.0.1:5000").registry()))
        .isEqualTo(Credentials.basic("me", "secret"));
    assertThat(Logins.stored(environment, Destination.parse("127.0.0.1").registry()))
        .isEqualTo(Credentials.anonymous());
    CommandException refused =
        refusal(() -> Logins.stored(environment, Destination.parse("bad").registry()));
    assertThat(refused.code()).isEqualTo("CLI-128");
    assertThat(refusal(() -> Logins.parse("me")).code()).isEqualTo("CLI-128");
  }

  static Stream<Arguments> destinations() {
    return Stream.of(
        Arguments.of("127.0.0.1:5000", "http://127.0.0.1:5000", ""),
        Arguments.of("localhost/a/b", "http://localhost", "a/b"),
        Arguments.of("[::1]:5000/a", "http://[::1]:5000", "a"),
        Arguments.of("r.example.com/a", "https://r.example.com", "a"),
        Arguments.of("http://r.example.com:80/a/", "http://r.example.com:80", "a"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("destinations")
  void readsDestinations(String text, String uri, String repository) {
    Destination destination = Destination.parse(text);

    assertThat(destination.registry()).hasToString(uri);
    assertThat(destination.repository().map(RepositoryName::value).orElse(""))
        .isEqualTo(repository);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"", "/a", "host/A", "host/a:tag", "ftp://host", "me@host", "host:x/a"})
  void refusesWhatIsNoDestination(String text) {
    assertThat(refusal(() -> Destination.parse(text)).code()).isEqualTo("CLI-127");
  }

  private void assertVerifies(PushableRegistry target) throws IOException {
    try (RegistryClient client = new RegistryClient(target.uri(), Credentials.anonymous())) {
      RegistrySource source = new RegistrySource(client, REPOSITORY);
      var report =
          new ReleaseCheck(source, REPOSITORY, KEY.verificationKey())
              .check(ImageReference.parse(RELEASE));
      assertThat(report.verified()).as(report.json().toString()).isTrue();
      assertThat(report.signatures()).isEqualTo(7);
    }
  }

  /** Written once for all tests: the same bytes each time. */
  private Path kit() throws IOException {
    if (kit.length == 0) {
      kit = Files.readAllBytes(export("kit.tar", RELEASE, KEY).file());
    }
    return Files.write(folder.resolve("kit.tar"), kit);
  }

  private KitImport verified(Path kit) {
    return KitImport.verified(kit, Optional.of(KEY.verificationKey()), console());
  }

  private Exported export(String file, String reference, SigningKey key) {
    VerificationKey trusted = key.verificationKey();
    return new KitExport(
            registry.uri(), ImageReference.parse(reference), trusted, Optional.empty(), console())
        .to(folder.resolve(file));
  }

  private static Destination destination(PushableRegistry target) {
    return Destination.parse(target.uri().getAuthority());
  }

  private static CommandException refusal(ThrowingCallable work) {
    return catchThrowableOfType(CommandException.class, work);
  }

  private Console console() {
    PrintWriter writer = new PrintWriter(said);
    return new Console(writer, writer, false, false, false);
  }
}
