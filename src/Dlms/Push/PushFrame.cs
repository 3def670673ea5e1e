using System.Buffers;
using Dlms.Security;
using Dlms.Wrapper;
using Dlms.Xdlms;

namespace Dlms.Push;

/// <summary>
/// A data-notification as it goes to a receiver: in a wrapper frame (IEC 62056-4-7), plain or in general-glo-ciphering under the server's system title
/// and global keys (IEC 62056-5-3), with the send counter that responses use too.
/// <code>
/// plain     0001 source destination length | 0F ...
/// protected 0001 source destination length | DB 08 system-title(8) length security-control(1) invocation-counter(4) protected
/// </code>
/// </summary>
public static class PushFrame
{
    /// <summary>Octets before the protected ones where the length takes one octet.</summary>
    private const int LeastHeaderLength = 16;

    /// <summary>Makes the frame. A protected one takes the next value of the send counter, so no two are equal.</summary>
    /// <param name="security">The server's title, keys, policy and send counter.</param>
    /// <param name="protection">What the receiver asks for; the server's security policy is added to it.</param>
    /// <param name="sourceSap">The logical device that sends.</param>
    /// <param name="destinationSap">The client that it is for.</param>
    /// <param name="notification">What is sent.</param>
    /// <exception cref="ArgumentException">
    /// Encryption alone is asked for, or the APDU would have more than 65,535 octets; no counter was used.
    /// </exception>
    /// <exception cref="InvocationCounterExhaustedException">2^32 - 1 is reached.</exception>
    public static async ValueTask<byte[]> WriteAsync(
        IServerSecurity security, SecurityPolicy protection, ushort sourceSap, ushort destinationSap, DataNotification notification)
    {
        ArgumentNullException.ThrowIfNull(security);
        ArgumentNullException.ThrowIfNull(notification);
        var plain = new ArrayBufferWriter<byte>();
        notification.Write(plain);
        var applied = protection | security.Policy.SecurityPolicy;
        if (!applied.IsOffered())
        {
            throw new ArgumentException("Encryption without authentication is not offered.", nameof(protection));
        }

        if (plain.WrittenCount > MaxNotificationLength(applied, WrapperFrame.MaxApduLength))
        {
            throw new ArgumentException($"The APDU would have more than {WrapperFrame.MaxApduLength} octets.", nameof(notification));
        }

        var apdu = applied == SecurityPolicy.None ? plain.WrittenMemory : await ProtectAsync(security, applied, plain.WrittenMemory);
        var output = new ArrayBufferWriter<byte>(WrapperFrame.HeaderLength + apdu.Length);
        WrapperFrame.Write(output, sourceSap, destinationSap, apdu.Span);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>How many octets a data-notification may have, so that its APDU is not longer than a limit when it is protected.</summary>
    /// <param name="protection">The protection.</param>
    /// <param name="maxApduLength">The limit in octets, without the wrapper's header.</param>
    public static int MaxNotificationLength(SecurityPolicy protection, int maxApduLength) => protection == SecurityPolicy.None
        ? maxApduLength
        : maxApduLength - SecuritySuite.Suite0.TagLength
            - CipheredApdu.HeaderLength(ApduTag.GeneralGloCiphering, SystemTitle.Length, maxApduLength - LeastHeaderLength);

    private static async ValueTask<ReadOnlyMemory<byte>> ProtectAsync(IServerSecurity security, SecurityPolicy protection, ReadOnlyMemory<byte> plain)
    {
        var counter = await security.SendCounter.NextAsync();
        var keys = security.Keys;
        var control = SecurityControl.Of(keys.Suite, protection);
        using var ciphering = keys.CreateCiphering();
        var length = plain.Length + ciphering.Overhead(control);
        var output = new ArrayBufferWriter<byte>(length + 64);
        CipheredApdu.WriteHeader(output, ApduTag.GeneralGloCiphering, security.SystemTitle.ToOctets(), control.Octet, counter, length);
        ciphering.Protect(security.SystemTitle, control, counter, plain.Span, output);
        return output.WrittenMemory;
    }
}
