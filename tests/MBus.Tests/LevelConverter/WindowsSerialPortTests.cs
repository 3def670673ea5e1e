using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MBus.LevelConverter;

namespace MBus.Tests.LevelConverter;

/// <summary>What can be proven of the Windows port without Windows.</summary>
public sealed class WindowsSerialPortTests
{
    [Fact]
    public void The_structures_are_laid_out_as_windows_has_them() =>
        Assert.Equal(
            (28, 20, 12, 32),
            (Unsafe.SizeOf<Kernel32.Dcb>(), Unsafe.SizeOf<Kernel32.CommTimeouts>(), Unsafe.SizeOf<Kernel32.ComStat>(), Unsafe.SizeOf<Kernel32.PendingTransfer>()));

    [Fact]
    public void The_settings_are_8E1_at_the_places_where_windows_looks_for_them()
    {
        var dcb = new Kernel32.Dcb { Length = (uint)Unsafe.SizeOf<Kernel32.Dcb>(), XonCharacter = 0x11, XoffCharacter = 0x13 };
        dcb.Set(2400, ModemLines.Default);
        Assert.Equal(
            "1C000000 60090000 13100000 0000 0000 0000 08 02 00 11 13 00 00 00 0000".Replace(" ", "", StringComparison.Ordinal),
            Convert.ToHexString(MemoryMarshal.AsBytes(new ReadOnlySpan<Kernel32.Dcb>(in dcb))));
    }

    [Theory]
    [InlineData(true, true, 0x1013)]
    [InlineData(true, false, 0x0013)]
    [InlineData(false, true, 0x1003)]
    [InlineData(false, false, 0x0003)]
    public void The_modem_lines_are_on_or_off_and_nothing_else_is_switched_on(bool dtr, bool rts, uint flags)
    {
        var dcb = new Kernel32.Dcb { Flags = uint.MaxValue };
        dcb.Set(2400, new ModemLines { Dtr = dtr, Rts = rts });
        Assert.Equal(flags, dcb.Flags);
    }

    [Theory]
    [InlineData("COM3", @"\\.\COM3")]
    [InlineData("com12", @"\\.\com12")]
    [InlineData("COM256", @"\\.\COM256")]
    [InlineData(@"\\.\COM10", @"\\.\COM10")]
    [InlineData(@"\\?\USB#VID_0403", @"\\?\USB#VID_0403")]
    public void A_port_is_opened_by_its_name_as_a_device(string name, string opened) =>
        Assert.Equal(opened, WindowsSerialPort.DeviceName(name));

    [Theory]
    [InlineData(2, LevelConverterError.NoSuchPort)]
    [InlineData(3, LevelConverterError.NoSuchPort)]
    [InlineData(5, LevelConverterError.InUse)]
    [InlineData(32, LevelConverterError.InUse)]
    [InlineData(170, LevelConverterError.InUse)]
    [InlineData(433, LevelConverterError.NoSuchPort)]
    [InlineData(1167, LevelConverterError.NoSuchPort)]
    [InlineData(1314, LevelConverterError.NotPermitted)]
    [InlineData(1, LevelConverterError.NotSerial)]
    public void A_port_that_cannot_be_opened_is_named_as_on_linux(int windows, LevelConverterError error) =>
        Assert.Equal(error, WindowsSerialPort.OpenError(windows).Error);

    [Theory]
    [InlineData(87, LevelConverterError.SettingsRefused)]
    [InlineData(1, LevelConverterError.NotSerial)]
    [InlineData(6, LevelConverterError.NotSerial)]
    [InlineData(22, LevelConverterError.Unplugged)]
    [InlineData(31, LevelConverterError.Unplugged)]
    [InlineData(5, LevelConverterError.Unplugged)]
    public void A_port_that_cannot_be_set_is_named_as_on_linux(int windows, LevelConverterError error) =>
        Assert.Equal(error, WindowsSerialPort.SettingsError(windows, 2400).Error);

    [Fact]
    public void Each_kind_of_fault_of_a_character_is_counted()
    {
        Assert.Equal(LineErrors.None, Kernel32.CommErrors.Count(0));
        Assert.Equal(new LineErrors(Parity: 1), Kernel32.CommErrors.Count(4));
        Assert.Equal(new LineErrors(1, 1, 1, 1), Kernel32.CommErrors.Count(1 | 2 | 4 | 8 | 0x10));
    }
}
