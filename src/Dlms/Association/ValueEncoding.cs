using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using Cosem;
using Dlms.Axdr;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>Encodes values piece by piece, an array element by element: each step writes one piece.</summary>
internal static class ValueEncoding
{
    /// <summary>The data of one value, as the blocks of get-request-normal carry it.</summary>
    public static async IAsyncEnumerable<bool> DataAsync(
        IBufferWriter<byte> output, AttributeValue value, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        switch (value)
        {
            case { LazyArray: { } lazy }:
                WriteArrayHeader(output, lazy.Count);
                yield return true;
                var left = lazy.Count;
                await foreach (var item in lazy.Items.WithCancellation(cancellationToken))
                {
                    if (--left < 0)
                    {
                        break;
                    }

                    new AxdrWriter(output).WriteData(item);
                    yield return true;
                }

                if (left > 0)
                {
                    throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{left} of {lazy.Count} elements are missing."));
                }

                break;
            case { Data: CosemData.Array array }:
                WriteArrayHeader(output, array.Items.Count);
                foreach (var item in array.Items)
                {
                    new AxdrWriter(output).WriteData(item);
                    yield return true;
                }

                break;
            case { Data: { } data }:
                new AxdrWriter(output).WriteData(data);
                yield return true;
                break;
        }
    }

    /// <summary>A list of Get-Data-Result, as the blocks of get-request-with-list carry it. Each value is read when its turn comes.</summary>
    public static async IAsyncEnumerable<bool> ListAsync(
        IBufferWriter<byte> output,
        IReadOnlyList<AttributeDescriptor> attributes,
        Func<AttributeDescriptor, CancellationToken, ValueTask<AttributeValue>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        new AxdrWriter(output).WriteLength(attributes.Count);
        foreach (var attribute in attributes)
        {
            var value = await read(attribute, cancellationToken);
            if (value.Result != DataAccessResult.Success)
            {
                new GetDataResult(value.Result).Write(new(output));
                yield return true;
                continue;
            }

            new AxdrWriter(output).WriteUnsigned(GetDataResult.DataChoice);
            await foreach (var piece in DataAsync(output, value, cancellationToken))
            {
                yield return piece;
            }
        }
    }

    private static void WriteArrayHeader(IBufferWriter<byte> output, int count)
    {
        var writer = new AxdrWriter(output);
        writer.WriteUnsigned((byte)DataType.Array);
        writer.WriteLength(count);
    }
}
