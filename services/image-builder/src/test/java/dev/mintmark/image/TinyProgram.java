package dev.mintmark.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Static programs of a few machine instructions, which need nothing but a kernel: what a test runs
 * where no compiler is.
 */
final class TinyProgram {
  private static final int HEADERS = 64 + 56;
  private static final long BASE = 0x400000;
  private static final int X86_64 = 62;
  private static final int AARCH64 = 183;

  private TinyProgram() {}

  /** For amd64: writes a text to standard output. */
  static byte[] prints(String text) {
    byte[] data = text.getBytes(UTF_8);
    ByteBuffer code = code(64);
    code.put((byte) 0xbf).putInt(1); // mov edi, 1
    x86Write(code, 33, data.length);
    return elf(X86_64, code, 33, data);
  }

  private static void x86Write(ByteBuffer code, int end, int length) {
    code.put(new byte[] {0x48, (byte) 0x8d, 0x35}); // lea rsi, [rip + data]
    code.putInt(end - code.position() - 4);
    code.put((byte) 0xba).putInt(length); // mov edx, length
    code.put((byte) 0xb8).putInt(1); // mov eax, write
    code.put(new byte[] {0x0f, 0x05}); // syscall
    code.put(new byte[] {0x31, (byte) 0xff}); // xor edi, edi
    code.put((byte) 0xb8).putInt(60); // mov eax, exit
    code.put(new byte[] {0x0f, 0x05});
  }

  /** For arm64: makes a file with a text in it. */
  static byte[] writesOnArm64(String path, String text) {
    byte[] name = (path + "\0").getBytes(UTF_8);
    byte[] data = text.getBytes(UTF_8);
    int end = 13 * 4;
    ByteBuffer code = code(end);
    code.putInt(0x92800c60); // mov x0, AT_FDCWD
    adr(code, 1, end);
    mov(code, 2, 0x41); // O_WRONLY | O_CREAT
    mov(code, 3, 0644);
    mov(code, 8, 56); // openat
    code.putInt(0xd4000001); // svc 0
    adr(code, 1, end + name.length);
    mov(code, 2, data.length);
    mov(code, 8, 64); // write
    code.putInt(0xd4000001);
    mov(code, 0, 0);
    mov(code, 8, 93); // exit
    code.putInt(0xd4000001);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(name);
    all.writeBytes(data);
    return elf(AARCH64, code, end, all.toByteArray());
  }

  private static void mov(ByteBuffer code, int register, int value) {
    code.putInt(0xd2800000 | value << 5 | register);
  }

  /** The address of something behind the code. */
  private static void adr(ByteBuffer code, int register, int at) {
    int offset = at - code.position();
    code.putInt(0x10000000 | (offset & 3) << 29 | (offset >> 2) << 5 | register);
  }

  private static ByteBuffer code(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] elf(int machine, ByteBuffer code, int length, byte[] data) {
    int size = HEADERS + length + data.length;
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
    file.putShort((short) 2).putShort((short) machine).putInt(1);
    file.putLong(BASE + HEADERS).putLong(64).putLong(0).putInt(0);
    file.putShort((short) 64).putShort((short) 56).putShort((short) 1);
    file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    // One segment, loaded to be read and run.
    file.putInt(1).putInt(5).putLong(0).putLong(BASE).putLong(BASE);
    file.putLong(size).putLong(size).putLong(0x10000);
    file.put(code.flip()).put(data);
    return file.array();
  }
}
