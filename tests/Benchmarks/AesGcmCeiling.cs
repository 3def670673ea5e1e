using System.Buffers.Binary;
using System.Security.Cryptography;
using Dlms.Security;

namespace Benchmarks;

/// <summary>The least that a ciphered GET can cost: one <see cref="AesGcm"/> decryption of the request, one encryption of the answer, each with its counter.</summary>
internal sealed class AesGcmCeiling : IDisposable
{
    private const int TagLength = 12;
    private const int NonceLength = 12;
    private const int KeyLength = 16;

    private readonly AesGcm _cipher = new(new byte[KeyLength], TagLength);
    private readonly byte[] _nonce = new byte[NonceLength];
    private readonly byte[] _tag = new byte[TagLength];
    private readonly byte[] _answerTag = new byte[TagLength];
    private readonly byte[] _associated;
    private readonly byte[] _associatedOfAnswer;
    private readonly byte[] _request;
    private readonly byte[] _opened;
    private readonly byte[] _answer;
    private readonly byte[] _protected;
    private uint _counter;

    /// <summary>Makes ready for texts of these lengths.</summary>
    /// <param name="request">Octets of the plain request.</param>
    /// <param name="answer">Octets of the plain answer.</param>
    /// <param name="control">Authenticated only: the texts are associated data.</param>
    public AesGcmCeiling(int request, int answer, SecurityControl control)
    {
        var (encrypted, authenticated) = control.IsEncrypted ? (1, 0) : (0, 1);
        _associated = new byte[1 + KeyLength + (request * authenticated)];
        _associatedOfAnswer = new byte[1 + KeyLength + (answer * authenticated)];
        _request = new byte[request * encrypted];
        _opened = new byte[_request.Length];
        _answer = new byte[answer * encrypted];
        _protected = new byte[_answer.Length];
        _cipher.Encrypt(_nonce, new byte[_request.Length], _request, _tag, _associated);
    }

    /// <summary>Does it so often.</summary>
    public Task<long> RepeatAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(_nonce.AsSpan(NonceLength - sizeof(uint)), 0);
            _cipher.Decrypt(_nonce, _request, _tag, _opened, _associated);
            BinaryPrimitives.WriteUInt32BigEndian(_nonce.AsSpan(NonceLength - sizeof(uint)), ++_counter);
            _cipher.Encrypt(_nonce, _answer, _protected, _answerTag, _associatedOfAnswer);
        }

        return Task.FromResult((long)count);
    }

    /// <inheritdoc />
    public void Dispose() => _cipher.Dispose();
}
