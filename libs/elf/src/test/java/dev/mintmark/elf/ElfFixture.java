package dev.mintmark.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes small ELF files that hold what a loader reads, and nothing else. */
public final class ElfFixture {
  private static final int BASE = 0x10000;
  private final int bits;
  private final boolean little;
  private final int type;
  private final int machine;
  private @Nullable String interpreter;
  private long flags;
  private final List<long[]> entries = new ArrayList<>();
  private final Map<String, List<String>> needs = new LinkedHashMap<>();
  private final List<String> definitions = new ArrayList<>();
  private final ByteArrayOutputStream strings = new ByteArrayOutputStream();

  public ElfFixture(int bits, boolean little, int type, int machine) {
    this.bits = bits;
    this.little = little;
    this.type = type;
    this.machine = machine;
    strings.write(0);
  }

  /** A shared object for linux/amd64. */
  public static ElfFixture library(String soname) {
    return new ElfFixture(64, true, 3, 62).entry(DynamicTable.SONAME, soname);
  }

  /** A position-independent program for linux/amd64. */
  public static ElfFixture program(String interpreter) {
    ElfFixture program = new ElfFixture(64, true, 3, 62);
    program.interpreter = interpreter;
    program.flags = 0x08000000;
    return program;
  }

  public ElfFixture interpreter(String path) {
    interpreter = path;
    return this;
  }

  public ElfFixture needs(String library, String... versions) {
    entry(DynamicTable.NEEDED, library);
    if (versions.length > 0) {
      needs.put(library, List.of(versions));
    }
    return this;
  }

  public ElfFixture defines(String... versions) {
    definitions.addAll(List.of(versions));
    return this;
  }

  public ElfFixture rpath(String folders) {
    return entry(DynamicTable.RPATH, folders);
  }

  public ElfFixture runpath(String folders) {
    return entry(DynamicTable.RUNPATH, folders);
  }

  ElfFixture entry(int tag, String text) {
    return entry(tag, string(text));
  }

  ElfFixture entry(int tag, long value) {
    entries.add(new long[] {tag, value});
    return this;
  }

  private int string(String text) {
    int at = strings.size();
    strings.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    strings.write(0);
    return at;
  }

  public byte[] build() {
    boolean wide = bits == 64;
    int header = wide ? 64 : 52;
    int programHeader = wide ? 56 : 32;
    int count = interpreter == null ? 2 : 3;
    ByteBuffer file = ByteBuffer.allocate(1 << 16);
    file.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    file.position(header + count * programHeader);
    int interpreterAt = file.position();
    if (interpreter != null) {
      file.put(interpreter.getBytes(StandardCharsets.UTF_8)).put((byte) 0);
    }
    int interpreterEnd = file.position();
    int needsAt = aligned(file);
    writeNeeds(file);
    int definitionsAt = aligned(file);
    writeDefinitions(file);
    int stringsAt = file.position();
    file.put(strings.toByteArray());
    int dynamicAt = aligned(file);
    writeDynamic(file, needsAt, definitionsAt, stringsAt);
    int end = file.position();

    file.position(0);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), (byte) (little ? 1 : 2), 1});
    file.position(16);
    file.putShort((short) type).putShort((short) machine).putInt(1);
    address(file, 0);
    address(file, header);
    address(file, 0);
    file.putInt(0).putShort((short) header).putShort((short) programHeader).putShort((short) count);
    file.position(header);
    programHeader(file, 1, 0, end);
    programHeader(file, 2, dynamicAt, end - dynamicAt);
    if (interpreter != null) {
      programHeader(file, 3, interpreterAt, interpreterEnd - interpreterAt);
    }
    byte[] bytes = new byte[end];
    file.get(0, bytes);
    return bytes;
  }

  private static int aligned(ByteBuffer file) {
    file.position((file.position() + 7) & ~7);
    return file.position();
  }

  private void address(ByteBuffer file, long value) {
    if (bits == 64) {
      file.putLong(value);
    } else {
      file.putInt((int) value);
    }
  }

  private void programHeader(ByteBuffer file, int kind, int offset, int size) {
    int start = file.position();
    file.putInt(kind);
    if (bits == 64) {
      file.putInt(5);
    }
    address(file, offset);
    address(file, BASE + offset);
    address(file, BASE + offset);
    address(file, size);
    address(file, size);
    file.position(start + (bits == 64 ? 56 : 32));
  }

  private void writeNeeds(ByteBuffer file) {
    int left = needs.size();
    for (Map.Entry<String, List<String>> need : needs.entrySet()) {
      int versions = need.getValue().size();
      left--;
      file.putShort((short) 1).putShort((short) versions).putInt(string(need.getKey()));
      file.putInt(16).putInt(left == 0 ? 0 : 16 + 16 * versions);
      for (int i = 0; i < versions; i++) {
        boolean weak = need.getValue().get(i).startsWith("weak ");
        String name = need.getValue().get(i).replace("weak ", "");
        file.putInt((int) VersionTables.hash(name)).putShort((short) (weak ? 2 : 0));
        file.putShort((short) (i + 2)).putInt(string(name)).putInt(i + 1 == versions ? 0 : 16);
      }
    }
  }

  private void writeDefinitions(ByteBuffer file) {
    for (int i = 0; i < definitions.size(); i++) {
      String name = definitions.get(i);
      file.putShort((short) 1).putShort((short) (i == 0 ? 1 : 0)).putShort((short) (i + 1));
      file.putShort((short) 1).putInt((int) VersionTables.hash(name)).putInt(20);
      file.putInt(i + 1 == definitions.size() ? 0 : 28).putInt(string(name)).putInt(0);
    }
  }

  private void writeDynamic(ByteBuffer file, int needsAt, int definitionsAt, int stringsAt) {
    List<long[]> all = new ArrayList<>(entries);
    all.add(new long[] {DynamicTable.STRTAB, BASE + stringsAt});
    all.add(new long[] {DynamicTable.STRSZ, strings.size()});
    if (!needs.isEmpty()) {
      all.add(new long[] {DynamicTable.VERNEED, BASE + needsAt});
      all.add(new long[] {DynamicTable.VERNEEDNUM, needs.size()});
    }
    if (!definitions.isEmpty()) {
      all.add(new long[] {DynamicTable.VERDEF, BASE + definitionsAt});
      all.add(new long[] {DynamicTable.VERDEFNUM, definitions.size()});
    }
    if (flags != 0) {
      all.add(new long[] {DynamicTable.FLAGS_1, flags});
    }
    all.add(new long[] {0, 0});
    for (long[] entry : all) {
      address(file, entry[0]);
      address(file, entry[1]);
    }
  }

  /** The bytes as a file. */
  static ByteSource source(byte[] bytes) {
    return new ByteSource() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public byte[] read(long offset, int length) {
        return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
      }
    };
  }
}
