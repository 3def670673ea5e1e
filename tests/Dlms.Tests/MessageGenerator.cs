using Cosem;
using Dlms.Security;
using Dlms.Xdlms;
using FsCheck;
using FsCheck.Fluent;

namespace Dlms.Tests;

/// <summary>Any set, action, access, data-notification, general-block-transfer or protected message.</summary>
internal static class MessageGenerator
{
    private static readonly ApduTag[] CipheredTags =
        [.. Enumerable.Range(0, 256).Select(tag => (ApduTag)tag).Where(CipheredApdu.IsCiphered)];

    public static Gen<Apdu> Any => Gen.OneOf(SetRequests, SetResponses, ActionRequests, ActionResponses, Access, Notifications, BlockTransfers, Ciphered);

    private static Gen<CosemData> Data => CosemDataGenerator.Any;

    private static Gen<byte> Octet => Gen.Choose(0, 255).Select(n => (byte)n);

    private static Gen<Octets> AnyOctets => Octet.ArrayOf().Select(octets => (Octets)octets);

    private static Gen<uint> Number => Gen.Choose(int.MinValue, int.MaxValue).Select(n => (uint)n);

    private static Gen<bool> Flag => Gen.Elements(false, true);

    private static Gen<InvokeIdAndPriority> InvokeId => Octet.Select(n => new InvokeIdAndPriority(n));

    private static Gen<LogicalName> LogicalName => Octet.ArrayOf(6).Select(octets => Cosem.LogicalName.FromOctets(octets));

    private static Gen<AttributeDescriptor> Attribute =>
        from classId in Number
        from name in LogicalName
        from id in Octet
        from selector in Octet
        from parameters in Optional(Data)
        select new AttributeDescriptor((ClassId)(ushort)classId, name, (sbyte)id, parameters is null ? null : new(selector, parameters));

    private static Gen<MethodDescriptor> Method =>
        from classId in Number
        from name in LogicalName
        from id in Octet
        select new MethodDescriptor((ClassId)(ushort)classId, name, (sbyte)id);

    private static Gen<DataBlock> Block =>
        from last in Flag
        from number in Number
        from octets in AnyOctets
        select new DataBlock(last, number, octets);

    private static Gen<Apdu> SetRequests =>
        from id in InvokeId
        from items in Pairs(Attribute, Data)
        from attribute in Attribute
        from data in Data
        from block in Block
        from apdu in Gen.Elements<Apdu>(
            new SetRequest.Normal(id, attribute, data),
            new SetRequest.WithFirstDataBlock(id, attribute, block),
            new SetRequest.WithDataBlock(id, block),
            new SetRequest.WithList(id, [.. items.Select(item => item.First)], [.. items.Select(item => item.Second)]),
            new SetRequest.WithListAndFirstDataBlock(id, [.. items.Select(item => item.First)], block))
        select apdu;

    private static Gen<Apdu> SetResponses =>
        from id in InvokeId
        from result in Octet.Select(n => (DataAccessResult)n)
        from results in Octet.Select(n => (DataAccessResult)n).ArrayOf()
        from number in Number
        from apdu in Gen.Elements<Apdu>(
            new SetResponse.Normal(id, result),
            new SetResponse.DataBlock(id, number),
            new SetResponse.LastDataBlock(id, result, number),
            new SetResponse.LastDataBlockWithList(id, results, number),
            new SetResponse.WithList(id, results))
        select apdu;

    private static Gen<Apdu> ActionRequests =>
        from id in InvokeId
        from items in Pairs(Method, Data)
        from method in Method
        from data in Optional(Data)
        from block in Block
        from apdu in Gen.Elements<Apdu>(
            new ActionRequest.Normal(id, method, data),
            new ActionRequest.NextPBlock(id, block.BlockNumber),
            new ActionRequest.WithList(id, [.. items.Select(item => item.First)], [.. items.Select(item => item.Second)]),
            new ActionRequest.WithFirstPBlock(id, method, block),
            new ActionRequest.WithListAndFirstPBlock(id, [.. items.Select(item => item.First)], block),
            new ActionRequest.WithPBlock(id, block))
        select apdu;

    private static Gen<ActionResponseWithOptionalData> ActionResult =>
        from result in Octet
        from data in Optional(Data)
        from reason in Octet
        from choice in Gen.Choose(0, 2)
        select new ActionResponseWithOptionalData(
            (ActionResult)result,
            choice == 0 ? null : data is null ? new GetDataResult((DataAccessResult)reason) : new GetDataResult(data));

    private static Gen<Apdu> ActionResponses =>
        from id in InvokeId
        from response in ActionResult
        from responses in ActionResult.ArrayOf()
        from block in Block
        from apdu in Gen.Elements<Apdu>(
            new ActionResponse.Normal(id, response),
            new ActionResponse.WithPBlock(id, block),
            new ActionResponse.WithList(id, responses),
            new ActionResponse.NextPBlock(id, block.BlockNumber))
        select apdu;

    private static Gen<AccessRequestSpecification> Specification => Gen.OneOf(
        Attribute.Select<AttributeDescriptor, AccessRequestSpecification>(attribute => new AccessRequestSpecification.Get(attribute)),
        Attribute.Select<AttributeDescriptor, AccessRequestSpecification>(attribute => new AccessRequestSpecification.Set(attribute)),
        Method.Select<MethodDescriptor, AccessRequestSpecification>(method => new AccessRequestSpecification.Action(method)));

    private static Gen<AccessResponseSpecification> Result => Octet.SelectMany(result => Gen.Elements<AccessResponseSpecification>(
        new AccessResponseSpecification.Get((DataAccessResult)result),
        new AccessResponseSpecification.Set((DataAccessResult)result),
        new AccessResponseSpecification.Action((ActionResult)result)));

    private static Gen<Apdu> Access =>
        from id in Number
        from dateTime in Gen.OneOf(Octet.ArrayOf(0), Octet.ArrayOf(12))
        from requests in Pairs(Specification, Data)
        from responses in Pairs(Result, Data)
        from describesItself in Flag
        from apdu in Gen.Elements<Apdu>(
            new AccessRequest(new(id), dateTime, [.. requests.Select(item => new AccessRequestItem(item.First, item.Second))]),
            new AccessResponse(
                new(id),
                dateTime,
                describesItself ? [.. requests.Select(item => item.First)] : null,
                [.. responses.Select(item => new AccessResponseItem(item.First, item.Second))]))
        select apdu;

    private static Gen<Apdu> Notifications =>
        from id in Number
        from dateTime in Gen.OneOf(Octet.ArrayOf(0), Octet.ArrayOf(12))
        from body in Data
        select (Apdu)new DataNotification(new(id), dateTime, body);

    private static Gen<Apdu> BlockTransfers =>
        from control in Octet
        from number in Number
        from octets in AnyOctets
        select (Apdu)new GeneralBlockTransfer(new(control), (ushort)number, (ushort)(number >> 16), octets);

    private static Gen<Apdu> Ciphered =>
        from tag in Gen.Elements(CipheredTags)
        from title in AnyOctets
        from control in Octet
        from counter in Number
        from content in AnyOctets
        select (Apdu)new CipheredMessage(tag, CipheredApdu.IsGeneral(tag) ? title : default, control, counter, content);

    private static Gen<T?> Optional<T>(Gen<T> some)
        where T : class => Gen.OneOf(Gen.Constant<T?>(null), some.Select<T, T?>(value => value));

    private static Gen<(TFirst First, TSecond Second)[]> Pairs<TFirst, TSecond>(Gen<TFirst> first, Gen<TSecond> second) =>
        Gen.Choose(0, 4).SelectMany(count => (from one in first from other in second select (one, other)).ArrayOf(count));
}
