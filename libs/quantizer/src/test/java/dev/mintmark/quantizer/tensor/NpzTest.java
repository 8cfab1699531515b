package dev.mintmark.quantizer.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.testing.ZipFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTest {
  private static final byte[] ONE = Npy.write(Tensor.of(new long[] {2}, new float[] {1, 2}));

  @Test
  void readsEveryArrayByItsName() {
    byte[] file = ZipFiles.of("b.npy", ONE, "a:0.npy", ZipFiles.npy("<i8", "(1, 2)", 7, 0, -1, -1));

    SortedMap<String, Value> arrays = Npz.read("s.npz", file);

    assertThat(arrays).containsOnlyKeys("a:0", "b");
    assertThat(arrays.get("b")).hasToString("float32[2]");
    assertThat(arrays.get("a:0"))
        .isInstanceOfSatisfying(
            WholeNumbers.class,
            whole -> assertThat(List.of(whole.at(0), whole.at(1))).containsExactly(7L, -1L));
  }

  static Stream<Arguments> refused() {
    byte[] whole = ZipFiles.of("a.npy", ONE);
    Object[] many =
        IntStream.rangeClosed(0, Npz.MOST_ARRAYS)
            .boxed()
            .flatMap(i -> Stream.of("a" + i + ".npy", ONE))
            .toArray();
    return Stream.of(
        Arguments.of("nothing", new byte[0], "holds no array"),
        Arguments.of("no zip", "no zip".getBytes(UTF_8), "holds no array"),
        Arguments.of("an empty one", ZipFiles.of(), "holds no array"),
        Arguments.of("cut", Arrays.copyOf(whole, 60), "is no whole zip archive"),
        Arguments.of("another file", ZipFiles.of("a.txt", ONE), "member 'a.txt'"),
        Arguments.of("no name", ZipFiles.of(".npy", ONE), "member '.npy'"),
        Arguments.of("a folder", ZipFiles.of("a/", new byte[0]), "member 'a/'"),
        Arguments.of("no array inside", ZipFiles.of("a.npy", new byte[9]), "does not start as"),
        Arguments.of("too many", ZipFiles.of(many), "more than 64 arrays"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String what, byte[] file, String found) {
    assertThatThrownBy(() -> Npz.read("s.npz", file))
        .as(what)
        .isInstanceOf(QuantizerException.class)
        .hasMessageContaining(found)
        .hasMessageEndingWith("(QNT-013)");
  }

  /** The names in a zip file's members need not differ. */
  @Test
  void refusesTwoArraysOfOneName() {
    byte[] file = ZipFiles.of("a.npy", ONE, "b.npy", ONE);
    for (int i = 0; i < file.length - 4; i++) {
      if (file[i] == 'b' && file[i + 1] == '.' && file[i + 2] == 'n') {
        file[i] = 'a';
      }
    }

    assertThatThrownBy(() -> Npz.read("s.npz", file)).hasMessageContaining("two arrays 'a'");
  }

  @Test
  void doesNotUnpackMoreThanItsBound() {
    byte[] bomb = ZipFiles.of("a.npy", new byte[Npz.MOST_BYTES + 1]);

    assertThat(bomb).as("a small file").hasSizeLessThan(1 << 20);
    assertThatThrownBy(() -> Npz.read("s.npz", bomb)).hasMessageContaining("unpacks to more than");
  }

  @ParameterizedTest
  @ValueSource(strings = {"savez", "savez_compressed"})
  void readsWhatNumPyWrites(String function, @TempDir Path folder) throws Exception {
    String python = System.getenv("MINTMARK_ORT_PYTHON");
    assumeTrue(
        python != null && Files.isExecutable(Path.of(python)),
        "MINTMARK_ORT_PYTHON names no Python: make a venv, pip install numpy onnx onnxruntime, and name its python");
    Path file = folder.resolve("s.npz");
    run(
        python,
        "import numpy as n; n.%s('%s', ids=n.array([[1,2,3]], dtype='int64'), mask=n.array([True,False]), x=n.zeros((2,1),'float32'), t=n.int32(5))"
            .formatted(function, file));

    assertThat(Npz.read("s.npz", Files.readAllBytes(file)).values().stream().map(Object::toString))
        .containsExactly("int64[1x3]", "bool[2]", "int32[]", "float32[2x1]");
  }

  private static void run(String python, String program) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(python, "-c", program).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }
}
