using System.Buffers;
using Cosem;
using Dlms.Acse;
using Dlms.Association;
using Dlms.Axdr;
using Dlms.Xdlms;

namespace Dlms.Tests;

public class BlockTransferTests
{
    private static readonly InvokeIdAndPriority C1 = new(0xC1);
    private static readonly AttributeDescriptor Long = new(ClassId.Data, TestServer.Long, 2);
    private static readonly AttributeDescriptor Lazy = new(ClassId.Data, TestServer.Lazy, 2);
    private static readonly AttributeDescriptor Energy = new(ClassId.Register, TestServer.Energy, 2);

    private readonly TestServer _server = new();

    [Theory]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(128)]
    [InlineData(137)]
    [InlineData(138)]
    [InlineData(139)]
    [InlineData(140)]
    [InlineData(266)]
    [InlineData(267)]
    [InlineData(268)]
    [InlineData(269)]
    [InlineData(1_024)]
    public async Task Every_APDU_is_as_long_as_the_client_takes_and_never_longer(ushort size)
    {
        await using var association = await AssociateAsync(size);
        var (value, lengths) = await TransferAsync(association, new GetRequest.Normal(C1, Long));
        Assert.Equal(Encoded(new CosemData.OctetString(TestServer.LongValue)), value);
        Assert.All(lengths, length => Assert.InRange(length, 1, size));

        // Where the length of a block would need an octet more, one octet stays unused.
        Assert.All(lengths[..^1], length => Assert.Equal(size is 138 or 267 ? size - 1 : size, length));
    }

    [Fact]
    public async Task A_block_of_1024_octets_holds_1012_of_the_value()
    {
        await using var association = await AssociateAsync(1_024);
        var first = Assert.IsType<GetResponse.WithDataBlock>(await association.AskAsync(new GetRequest.Normal(C1, Long)));
        Assert.Equal((false, 1u, 0x3F4), (first.LastBlock, first.BlockNumber, first.RawData!.Value.Length));
    }

    [Fact]
    public async Task A_value_that_just_fits_comes_in_one_piece()
    {
        // C4 01 invoke-id 00 and 09 82 0BB8 before 3,000 octets
        await using var fits = await AssociateAsync(3_008);
        Assert.IsType<GetResponse.Normal>(await fits.AskAsync(new GetRequest.Normal(C1, Long)));
        await using var doesNot = await AssociateAsync(3_007);
        Assert.IsType<GetResponse.WithDataBlock>(await doesNot.AskAsync(new GetRequest.Normal(C1, Long)));
    }

    [Fact]
    public async Task A_list_that_is_too_long_comes_in_blocks_of_its_results()
    {
        await using var association = await AssociateAsync(256);
        var (encoded, lengths) = await TransferAsync(association, new GetRequest.WithList(C1, [Energy, Long, new(ClassId.Data, TestServer.Broken, 2), Energy]));
        Assert.All(lengths, length => Assert.InRange(length, 1, 256));
        Assert.Equal(
            [
                new(new CosemData.DoubleLongUnsigned(1234567)),
                new(new CosemData.OctetString(TestServer.LongValue)),
                new(DataAccessResult.OtherReason),
                new GetDataResult(new CosemData.DoubleLongUnsigned(1234567)),
            ],
            ReadList(encoded));
    }

    [Fact]
    public async Task A_list_that_fits_does_not()
    {
        await using var association = await AssociateAsync(256);
        Assert.IsType<GetResponse.WithList>(await association.AskAsync(new GetRequest.WithList(C1, [Energy, Energy])));
    }

    [Fact]
    public async Task A_lazy_array_is_fetched_no_further_than_the_next_block_needs()
    {
        await using var association = await AssociateAsync(1_024);
        Assert.IsType<GetResponse.WithDataBlock>(await association.AskAsync(new GetRequest.Normal(C1, Lazy)));
        Assert.InRange(_server.RowsFetched, 90, 110); // 10 octets each
        var next = Assert.IsType<GetResponse.WithDataBlock>(await association.AskAsync(new GetRequest.Next(C1, 1)));
        Assert.Equal(2u, next.BlockNumber);
        Assert.InRange(_server.RowsFetched, 190, 210);
        Assert.False(_server.IsSourceEnded);
    }

    [Fact]
    public async Task A_lazy_array_of_35000_rows_arrives_whole_and_in_little_memory()
    {
        await using var association = await AssociateAsync(4_096);
        var (encoded, _) = await TransferAsync(association, new GetRequest.Normal(C1, Lazy));
        Assert.True(_server.IsSourceEnded);
        var reader = new AxdrReader(encoded);
        var rows = Assert.IsType<CosemData.Array>(reader.ReadData()).Items;
        reader.End();
        Assert.Equal(35_000, rows.Count);
        Assert.Equal(new CosemData.Structure(new CosemData.DoubleLongUnsigned(34_999), new CosemData.LongUnsigned(34_999)), rows[^1]);
    }

    [Fact]
    public async Task A_source_that_fails_ends_the_transfer_with_other_reason()
    {
        var observer = new RecordingObserver();
        await using var association = await AssociateAsync(1_024, observer: observer);
        var broken = new AttributeDescriptor(ClassId.Data, TestServer.BrokenMidway, 2);
        Apdu answer = await association.AskAsync(new GetRequest.Normal(C1, broken));
        uint number = 1;
        for (; answer is GetResponse.WithDataBlock { RawData: not null }; number++)
        {
            answer = await association.AskAsync(new GetRequest.Next(C1, number));
        }

        Assert.Equal(new GetResponse.WithDataBlock(C1, number, DataAccessResult.OtherReason), answer);
        Assert.True(_server.IsSourceEnded);
        Assert.Equal("failed 1 1.0.99.2.0.255 2 34500 of 35000 elements are missing.", observer.Events[^1]);
        Assert.Equal(Refused(number, DataAccessResult.NoLongGetInProgress), await association.AskAsync(new GetRequest.Next(C1, number)));
    }

    [Fact]
    public async Task A_next_without_a_transfer_is_refused()
    {
        await using var association = await AssociateAsync(1_024);
        await association.PlayAsync("> C002C1 00000001\n< C402C1 01 00000001 0110");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(uint.MaxValue)]
    public async Task A_block_out_of_order_is_refused_and_ends_the_transfer(uint number)
    {
        await using var association = await AssociateAsync(1_024);
        await association.AskAsync(new GetRequest.Normal(C1, Lazy));
        Assert.Equal(Refused(number, DataAccessResult.DataBlockNumberInvalid), await association.AskAsync(new GetRequest.Next(C1, number)));
        Assert.True(_server.IsSourceEnded);
        Assert.Equal(Refused(1, DataAccessResult.NoLongGetInProgress), await association.AskAsync(new GetRequest.Next(C1, 1)));
    }

    [Fact]
    public async Task After_the_last_block_there_is_no_transfer()
    {
        await using var association = await AssociateAsync(2_000);
        var (_, lengths) = await TransferAsync(association, new GetRequest.Normal(C1, Long));
        Assert.Equal(
            Refused((uint)lengths.Length, DataAccessResult.NoLongGetInProgress),
            await association.AskAsync(new GetRequest.Next(C1, (uint)lengths.Length)));
    }

    [Theory]
    [InlineData("C001C100030100010800FF0200")]
    [InlineData("C003C10100030100010800FF0200")]
    [InlineData("6203800100")]
    [InlineData(Conversations.PublicAarq)]
    public async Task Another_request_ends_the_transfer(string request)
    {
        await using var association = await AssociateAsync(1_024);
        await association.AskAsync(new GetRequest.Normal(C1, Lazy));
        Assert.False(_server.IsSourceEnded);
        await association.AskAsync(request);
        Assert.True(_server.IsSourceEnded);
    }

    [Fact]
    public async Task A_malformed_request_does_not()
    {
        await using var association = await AssociateAsync(1_024);
        await association.AskAsync(new GetRequest.Normal(C1, Lazy));
        await association.AskAsync("C001C1");
        Assert.False(_server.IsSourceEnded);
        Assert.IsType<GetResponse.WithDataBlock>(await association.AskAsync(new GetRequest.Next(C1, 1)));
    }

    [Fact]
    public async Task The_end_of_the_connection_ends_the_transfer()
    {
        var association = await AssociateAsync(1_024);
        await association.AskAsync(new GetRequest.Normal(C1, Lazy));
        await association.DisposeAsync();
        Assert.True(_server.IsSourceEnded);
    }

    [Fact]
    public async Task Without_block_transfer_a_long_value_is_refused()
    {
        await using var association = await AssociateAsync(1_024, Conformance.Get | Conformance.MultipleReferences);
        var refused = new GetResponse.Normal(C1, new(DataAccessResult.OtherReason));
        Assert.Equal(refused, await association.AskAsync(new GetRequest.Normal(C1, Long)));
        Assert.Equal(refused, await association.AskAsync(new GetRequest.Normal(C1, Lazy)));
        Assert.Equal(refused, await association.AskAsync(new GetRequest.WithList(C1, [Long])));
        Assert.True(_server.IsSourceEnded);
    }

    [Fact]
    public async Task The_server_sends_no_more_than_its_own_limit()
    {
        await using var association = await AssociateAsync(0);
        var (_, lengths) = await TransferAsync(association, new GetRequest.Normal(C1, Lazy));
        Assert.Equal(16_384, lengths[0]);
    }

    private static GetResponse.WithDataBlock Refused(uint number, DataAccessResult result) => new(C1, number, result);

    private static byte[] Encoded(CosemData data)
    {
        var output = new ArrayBufferWriter<byte>();
        new AxdrWriter(output).WriteData(data);
        return output.WrittenSpan.ToArray();
    }

    private static GetDataResult[] ReadList(byte[] encoded)
    {
        var reader = new AxdrReader(encoded);
        return GetResponse.ReadList(ref reader);
    }

    private static async Task<(byte[] Value, int[] Lengths)> TransferAsync(ApplicationAssociation association, GetRequest request)
    {
        var value = new ArrayBufferWriter<byte>();
        var lengths = new List<int>();
        Apdu next = request;
        while (true)
        {
            var answer = await association.AnswerAsync(next.ToArray());
            lengths.Add(answer.Length);
            var block = Assert.IsType<GetResponse.WithDataBlock>(Apdu.Decode(answer.Span));
            Assert.Equal((uint)lengths.Count, block.BlockNumber);
            value.Write(block.RawData!.Value.Span);
            if (block.LastBlock)
            {
                return (value.WrittenSpan.ToArray(), [.. lengths]);
            }

            next = new GetRequest.Next(C1, block.BlockNumber);
        }
    }

    private async Task<ApplicationAssociation> AssociateAsync(
        ushort size, Conformance conformance = Negotiation.OfferedToPublic, IAssociationObserver? observer = null)
    {
        var association = _server.Association(observer: observer);
        var aarq = (Aarq)Apdu.Decode(Testing.Hex.Bytes(Conversations.LowLevelAarq));
        var initiate = new InitiateRequest { ProposedConformance = conformance, ClientMaxReceivePduSize = size };
        var aare = Assert.IsType<Aare>(await association.AskAsync(aarq with { UserInformation = initiate.ToArray() }));
        Assert.Equal(AssociationResult.Accepted, aare.Result);
        return association;
    }
}
