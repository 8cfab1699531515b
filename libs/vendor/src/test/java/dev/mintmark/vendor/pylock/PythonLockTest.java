package dev.mintmark.vendor.pylock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.marker.MarkerEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Locks that uv 0.13.9 and Poetry 2.5.1 made of the pyproject.toml beside them; only the hosts are
 * others. The third is uv's export of its own.
 */
class PythonLockTest {
  private static final MarkerEnvironment OLD_AMD64 = MarkerEnvironment.of("3.11.2", "x86_64");
  private static final MarkerEnvironment ARM64 = MarkerEnvironment.of("3.11.7", "aarch64");
  private static final MarkerEnvironment NEW_ARM64 = MarkerEnvironment.of("3.12", "aarch64");

  private static final List<String> ALWAYS =
      List.of(
          "anyio==4.16.0",
          "certifi==2026.10.19.post1",
          "h11==0.16.0",
          "httpcore==1.0.9",
          "httpx==0.28.1",
          "idna==3.20",
          "markupsafe==3.0.4",
          "socksio==1.0.0",
          "typing-extensions==4.16.0");

  @ParameterizedTest
  @ValueSource(strings = {"uv.lock", "poetry.lock", "requirements.txt"})
  void saysWhatTheImageGets(String file) throws Exception {
    PythonLock lock = PythonLock.read(file, bytes(file));

    assertThat(names(lock, OLD_AMD64))
        .containsAll(ALWAYS)
        .contains("async-timeout==5.0.1", "iniconfig==2.3.1", "zipp==3.20.2")
        .hasSize(12)
        .isSorted();
    assertThat(names(lock, ARM64)).containsAll(ALWAYS).contains("zipp==3.20.2").hasSize(10);
    assertThat(names(lock, NEW_ARM64)).containsAll(ALWAYS).contains("zipp==4.1.2").hasSize(10);
  }

  @Test
  void givesTheSameWheelsWhoeverLocked() throws Exception {
    Map<String, List<String>> uv = hashes("uv.lock");

    assertThat(uv.get("markupsafe")).hasSizeGreaterThan(20);
    // uv leaves out wheels of other Pythons; its export has the source distributions as well.
    for (String other : List.of("poetry.lock", "requirements.txt")) {
      Map<String, List<String>> found = hashes(other);
      assertThat(found.keySet()).isEqualTo(uv.keySet());
      uv.forEach((name, hashes) -> assertThat(found.get(name)).as(name).containsAll(hashes));
    }
  }

  @Test
  void followsExtrasOfPackages() throws Exception {
    Pin httpx =
        pins("uv.lock", ARM64).stream()
            .filter(p -> p.name().equals("httpx"))
            .findFirst()
            .orElseThrow();

    assertThat(httpx.extras()).containsExactly("socks");
  }

  @ParameterizedTest
  @ValueSource(strings = {"uv.lock", "poetry.lock", "requirements.txt"})
  void refusesWhatAPythonWithoutItsPatchLeavesOpen(String file) {
    VendorException e = refused(() -> pins(file, MarkerEnvironment.of("3.11", "x86_64")));

    assertThat(e.code()).isEqualTo(VendorCode.MARKER);
    assertThat(e.subject()).contains("async-timeout");
    assertThat(e.advice()).contains("image.pythonVersion");
  }

  @ParameterizedTest
  @ValueSource(strings = {"uv.lock", "poetry.lock"})
  void refusesAPythonThatTheLockIsNotFor(String file) {
    VendorException e = refused(() -> pins(file, MarkerEnvironment.of("3.14", "x86_64")));

    assertThat(e.code()).isEqualTo(VendorCode.UNFIT_LOCK);
    assertThat(e.found()).contains("3.14");
  }

  static Stream<Arguments> changes() {
    String registry = "source = { registry = \"https://index.example.org/simple\" }";
    return Stream.of(
        arguments("no TOML", "uv.lock", "version = 1\n", "version == 1\n", "VND-006"),
        arguments(
            "a key twice", "uv.lock", "version = 1\n", "version = 1\nversion = 1\n", "VND-006"),
        arguments(
            "options for pip in a version",
            "uv.lock",
            "version = \"3.0.4\"\n",
            "version = \"3.0.4\\n--index-url=https://index.example.org\"\n",
            "VND-006"),
        arguments("a newer form", "uv.lock", "version = 1\n", "version = 2\n", "VND-051"),
        arguments("a number as text", "uv.lock", "version = 1\n", "version = \"1\"\n", "VND-006"),
        arguments(
            "conflicts", "uv.lock", "version = 1\n", "version = 1\nconflicts = [[]]\n", "VND-051"),
        arguments(
            "from git",
            "uv.lock",
            registry,
            "source = { git = \"https://example.org/x?rev=main#0123\" }",
            "VND-050"),
        arguments(
            "from an address",
            "uv.lock",
            registry,
            "source = { url = \"https://example.org/x.whl\" }",
            "VND-050"),
        arguments("a folder", "uv.lock", registry, "source = { editable = \"x\" }", "VND-050"),
        arguments("no source", "uv.lock", registry, "", "VND-006"),
        arguments("no project", "uv.lock", "virtual = \".\"", "virtual = \"a\"", "VND-051"),
        arguments("sdist only", "uv.lock", "\nwheels = [", "\nother = [", "VND-020"),
        arguments("no hash", "uv.lock", "hash = \"", "hush = \"", "VND-006"),
        arguments("md5", "uv.lock", "hash = \"sha256:", "hash = \"md5:", "VND-006"),
        arguments("no marker", "uv.lock", "sys_platform == 'linux'", "linux", "VND-021"),
        arguments(
            "not decided",
            "uv.lock",
            "sys_platform == 'linux'",
            "platform_release > '5'",
            "VND-021"),
        arguments("not locked", "uv.lock", "{ name = \"h11\" }", "{ name = \"h12\" }", "VND-006"),
        arguments(
            "both versions",
            "uv.lock",
            ", marker = \"python_full_version >= '3.12'\"",
            "",
            "VND-005"),
        arguments(
            "options for pip in a version",
            "poetry.lock",
            "name = \"h11\"\nversion = \"",
            "name = \"h11\"\nversion = \"1\\n--trusted-host x\\n",
            "VND-006"),
        arguments(
            "options for pip in a name",
            "poetry.lock",
            "name = \"certifi\"",
            "name = \"certifi\\n--pre\"",
            "VND-006"),
        arguments(
            "options for pip in a name",
            "uv.lock",
            "name = \"h11\"",
            "name = \"h11 --pre\"",
            "VND-006"),
        arguments("an older form", "poetry.lock", "\"2.1\"", "\"2.0\"", "VND-051"),
        arguments("no groups", "poetry.lock", "groups = [\"main\"]", "groups = 1", "VND-006"),
        arguments("from git", "poetry.lock", "type = \"legacy\"", "type = \"git\"", "VND-050"),
        arguments("sdist only", "poetry.lock", ".whl\"", ".zip\"", "VND-020"),
        arguments("no files", "poetry.lock", "files = [", "others = [", "VND-020"),
        arguments("no hash", "poetry.lock", "hash = \"", "hush = \"", "VND-006"),
        arguments("no marker", "poetry.lock", "sys_platform ==", "sys_platform", "VND-021"),
        arguments("bad pythons", "poetry.lock", ">=3.11,<3.14", ">=3.11 <3.14", "VND-006"),
        arguments("other pythons", "poetry.lock", ">=3.11,<3.14", "^3.12 || ~3.10", "VND-005"),
        arguments(
            "both versions",
            "poetry.lock",
            "python_version >= \\\"3.12\\\"",
            "os_name == 'posix'",
            "VND-005"));
  }

  @ParameterizedTest(name = "{1}: {0}")
  @MethodSource("changes")
  void refuses(String name, String file, String from, String to, String code) throws Exception {
    String text = new String(bytes(file), UTF_8);
    assertThat(text).contains(from);

    VendorException e =
        refused(
            () -> PythonLock.read(file, text.replace(from, to).getBytes(UTF_8)).pins(OLD_AMD64));

    assertThat(e.code().code()).as(e.getMessage()).isEqualTo(code);
  }

  @Test
  void readsPoetrysWordsForPythonsAndMarkersByGroup() throws Exception {
    String text = new String(bytes("poetry.lock"), UTF_8);
    for (String pythons : List.of("^3.11", "~3.11", "*", "~3", "3.11.*", ">=2.7,<2.8 || ^3.8")) {
      String changed = text.replace(">=3.11,<3.14", pythons);
      assertThat(PythonLock.read("poetry.lock", changed.getBytes(UTF_8)).pins(ARM64))
          .as(pythons)
          .hasSize(10);
    }
    String byGroup =
        text.replace(
            "groups = [\"main\"]\nmarkers = \"python_version >= \\\"3.12\\\"\"",
            "groups = [\"main\", \"dev\"]\nmarkers = {main = \"python_version >= \\\"3.12\\\"\", dev = \"extra == 'x'\"}");
    assertThat(byGroup).isNotEqualTo(text);
    assertThat(PythonLock.read("poetry.lock", byGroup.getBytes(UTF_8)).pins(ARM64)).hasSize(10);
  }

  @Test
  void knowsAToolByTheNameOfItsLock() {
    assertThat(LockTool.of("uv.lock")).isEqualTo(LockTool.UV);
    assertThat(LockTool.of("arm-poetry.lock")).isEqualTo(LockTool.POETRY);
    assertThat(LockTool.of("requirements.txt")).isEqualTo(LockTool.PIP);
    assertThat(LockTool.of("luv.lock")).isEqualTo(LockTool.PIP);
  }

  private static Map<String, List<String>> hashes(String file) throws Exception {
    return pins(file, OLD_AMD64).stream()
        .collect(
            java.util.stream.Collectors.toMap(
                Pin::name, pin -> pin.hashes().stream().sorted().toList()));
  }

  private static List<String> names(PythonLock lock, MarkerEnvironment image) {
    return lock.pins(image).stream().map(pin -> pin.name() + "==" + pin.version()).toList();
  }

  private static List<Pin> pins(String file, MarkerEnvironment image) throws Exception {
    return PythonLock.read(file, bytes(file)).pins(image);
  }

  private static byte[] bytes(String file) throws IOException {
    try (InputStream in = PythonLockTest.class.getResourceAsStream(file)) {
      return in.readAllBytes();
    }
  }

  private static VendorException refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable c) {
    return catchThrowableOfType(VendorException.class, c);
  }
}
