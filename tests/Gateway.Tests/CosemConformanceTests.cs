using System.Text;
using Cosem;
using Cosem.InterfaceClasses;
using Dlms.Client;
using Dlms.Security;
using Dlms.Xdlms;
using Gateway.Tests.Harness;

namespace Gateway.Tests;

/// <summary>
/// The parts of the conformance test tool that go over every object of the object list in every association of every logical device
/// (DLMS UA 1001-1, abstract test suite for COSEM objects), on the running gateway.
/// </summary>
public class CosemConformanceTests(SimulatedGateway simulated) : IClassFixture<SimulatedGateway>
{
    private const ushort ManagementDevice = 1;
    private const ushort FirstMeter = 16;

    private static readonly LogicalName Association = new(0, 0, 40, 0, 0, 255);
    private static readonly LogicalName SapAssignment = new(0, 0, 41, 0, 0, 255);
    private static readonly LogicalName DeviceName = new(0, 0, 42, 0, 0, 255);
    private static readonly LogicalName FrameCounter = new(0, 0, 43, 1, 0, 255);
    private static readonly LogicalName Unknown = new(0, 0, 96, 99, 99, 255);

    /// <summary>The types of the attributes from 2 on (IEC 62056-6-2); none: any simple type.</summary>
    private static readonly Dictionary<ClassId, DataType?[]> Types = new()
    {
        [ClassId.Data] = [null],
        [ClassId.Register] = [null, DataType.Structure],
        [ClassId.ProfileGeneric] =
        [
            DataType.Array, DataType.Array, DataType.DoubleLongUnsigned, DataType.Enum, DataType.Structure, DataType.DoubleLongUnsigned, DataType.DoubleLongUnsigned,
        ],
        [ClassId.ExtendedRegister] = [null, DataType.Structure, null, DataType.OctetString],
        [ClassId.Clock] =
        [
            DataType.OctetString, DataType.Long, DataType.Unsigned, DataType.OctetString, DataType.OctetString, DataType.Integer, DataType.Boolean, DataType.Enum,
        ],
        [ClassId.AssociationLn] =
        [
            DataType.Array, DataType.Structure, DataType.Structure, DataType.Structure, DataType.Structure, DataType.OctetString, DataType.Enum, DataType.OctetString,
        ],
        [ClassId.PushSetup] = [DataType.Array, DataType.Structure, DataType.Array, DataType.LongUnsigned, DataType.Unsigned, DataType.LongUnsigned],
        [ClassId.SapAssignment] = [DataType.Array],
        [ClassId.TcpUdpSetup] = [DataType.LongUnsigned, DataType.OctetString, DataType.LongUnsigned, DataType.Unsigned, DataType.LongUnsigned],
        [ClassId.IPv4Setup] =
        [
            DataType.OctetString, DataType.DoubleLongUnsigned, DataType.Array, DataType.Array, DataType.DoubleLongUnsigned, DataType.DoubleLongUnsigned,
            DataType.Boolean, DataType.DoubleLongUnsigned, DataType.DoubleLongUnsigned,
        ],
        [ClassId.SecuritySetup] = [DataType.Enum, DataType.Enum, DataType.OctetString, DataType.OctetString],
    };

    /// <summary>The versions of the classes that the gateway serves; all others are 0.</summary>
    private static readonly Dictionary<ClassId, byte> Versions = new() { [ClassId.AssociationLn] = 1, [ClassId.ProfileGeneric] = 1 };

    private static uint _counter;

    private readonly RunningGateway _gateway = simulated.Running;

    public enum Client
    {
        Public,
        LowLevel,
        Ciphered,
    }

    [Theory]
    [InlineData(Client.Public)]
    [InlineData(Client.LowLevel)]
    [InlineData(Client.Ciphered)]
    public async Task COSEM_X_Y_every_attribute_is_as_the_object_list_says(Client kind)
    {
        foreach (var entry in await SapListAsync())
        {
            await using var client = await AssociateAsync(kind, entry.Sap);
            var list = await client.GetObjectListAsync();
            Assert.NotEmpty(list);
            Assert.Equal(list.Count, list.Select(element => element.LogicalName).Distinct().Count());
            foreach (var element in list)
            {
                Assert.Equal(Versions.GetValueOrDefault(element.ClassId), element.Version);
                Assert.Equal(Enumerable.Range(1, Types[element.ClassId].Length + 1), element.Attributes.Keys.Order());
                foreach (var (attribute, access) in element.Attributes)
                {
                    await CheckAsync(client, element, attribute, access);
                }

                await RefusesAsync(client, new(element.ClassId, element.LogicalName, (sbyte)(element.Attributes.Count + 1)), DataAccessResult.ReadWriteDenied);
                await RefusesAsync(client, new(element.ClassId, element.LogicalName, 0), DataAccessResult.ReadWriteDenied);
                await RefusesAsync(client, new((ClassId)9999, element.LogicalName, 1), DataAccessResult.ObjectClassInconsistent);
            }

            await RefusesAsync(client, new(ClassId.Data, Unknown, 2), DataAccessResult.ReadWriteDenied);
            await client.ReleaseAsync();
        }
    }

    [Theory]
    [InlineData(Client.Public)]
    [InlineData(Client.LowLevel)]
    [InlineData(Client.Ciphered)]
    public async Task COSEM_X_Y_what_can_be_written_is_written_back_and_nothing_else(Client kind)
    {
        foreach (var device in new[] { ManagementDevice, FirstMeter })
        {
            await using var client = await AssociateAsync(kind, device);
            foreach (var element in await client.GetObjectListAsync())
            {
                foreach (var (attribute, access) in element.Attributes)
                {
                    var descriptor = new AttributeDescriptor(element.ClassId, element.LogicalName, (sbyte)attribute);
                    if (access == AttributeAccess.ReadWrite && kind != Client.Ciphered && element.ClassId == ClassId.PushSetup && attribute == PushSetup.SendDestinationAndMethod)
                    {
                        var refused = await Assert.ThrowsAsync<DataAccessException>(async () => await client.SetAsync(descriptor, await client.GetAsync(descriptor)));
                        Assert.Equal(DataAccessResult.ScopeOfAccessViolated, refused.Result);
                    }
                    else if (access == AttributeAccess.ReadWrite)
                    {
                        await client.SetAsync(descriptor, await client.GetAsync(descriptor));
                    }
                    else if (access == AttributeAccess.Read && kind != Client.Public)
                    {
                        var refused = await Assert.ThrowsAsync<DataAccessException>(() => client.SetAsync(descriptor, CosemData.Null.Instance));
                        Assert.Equal(DataAccessResult.ReadWriteDenied, refused.Result);
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(Client.LowLevel)]
    [InlineData(Client.Ciphered)]
    public async Task COSEM_X_Y_methods_without_access_are_refused(Client kind)
    {
        foreach (var device in new[] { ManagementDevice, FirstMeter })
        {
            await using var client = await AssociateAsync(kind, device);
            foreach (var element in await client.GetObjectListAsync())
            {
                foreach (var method in element.Methods.Where(method => method.Value == MethodAccess.None).Select(method => method.Key).Append(element.Methods.Count + 1))
                {
                    var refused = await Assert.ThrowsAsync<ActionException>(
                        () => client.ActionAsync(new(element.ClassId, element.LogicalName, (sbyte)method), new CosemData.Integer(0)));
                    Assert.Equal(ActionResult.ReadWriteDenied, refused.Result);
                }
            }
        }
    }

    [Theory]
    [InlineData(Client.LowLevel)]
    [InlineData(Client.Ciphered)]
    public async Task COSEM_7_3_11_multiple_references_give_what_single_reads_give(Client kind)
    {
        await using var client = await AssociateAsync(kind, FirstMeter);
        var list = await client.GetObjectListAsync();
        var ten = list.Where(element => element.ClassId is ClassId.Data or ClassId.Register).Select(Value).Where(IsSteady).Take(10).ToArray();
        var shortAndLong = new[] { new AttributeDescriptor(ClassId.Data, DeviceName, 2), new(ClassId.AssociationLn, Association, 2) };
        var firstFour = list.Where(element => element.Attributes.Count >= 4).SelectMany(element =>
            Enumerable.Range(1, 4).Select(attribute => new AttributeDescriptor(element.ClassId, element.LogicalName, (sbyte)attribute))).Where(IsSteady).Take(8).ToArray();
        Assert.Equal(10, ten.Length);
        foreach (var attributes in new[] { ten, shortAndLong, firstFour })
        {
            var together = await client.GetWithListAsync(attributes);
            for (var i = 0; i < attributes.Length; i++)
            {
                Assert.Equal(await client.GetAsync(attributes[i]), together[i].Data);
            }
        }
    }

    [Theory]
    [InlineData(Client.Public)]
    [InlineData(Client.LowLevel)]
    [InlineData(Client.Ciphered)]
    public async Task COSEM_7_3_12_the_mandatory_objects_are_there_and_tell_the_truth(Client kind)
    {
        var saps = await SapListAsync();
        Assert.Equal(saps.Count, saps.Select(entry => entry.Sap).Distinct().Count());
        Assert.Equal(saps.Count, saps.Select(entry => entry.LogicalDeviceName).Distinct(StringComparer.Ordinal).Count());
        foreach (var entry in saps)
        {
            await using var client = await AssociateAsync(kind, entry.Sap);
            Assert.Equal(entry.LogicalDeviceName, await client.ReadTextAsync(DeviceName));
            var partners = Assert.IsType<CosemData.Structure>(await client.ReadAsync(ClassId.AssociationLn, Association, 3));
            Assert.Equal([new CosemData.Integer(kind == Client.Public ? (sbyte)16 : (sbyte)1), new CosemData.LongUnsigned(entry.Sap)], partners.Items);
            Assert.Equal(NameOf(1, kind == Client.Ciphered ? 3 : 1), await client.ReadAsync(ClassId.AssociationLn, Association, 4));
            Assert.Equal(NameOf(2, kind switch { Client.Public => 0, Client.LowLevel => 1, _ => 5 }), await client.ReadAsync(ClassId.AssociationLn, Association, 6));
            Assert.Equal(new CosemData.Enum(2), await client.ReadAsync(ClassId.AssociationLn, Association, 8));
            var setup = kind == Client.Public ? default : new LogicalName(0, 0, 43, 0, 0, 255);
            Assert.Equal(new CosemData.OctetString(setup.ToOctets()), await client.ReadAsync(ClassId.AssociationLn, Association, 9));
        }

        Assert.StartsWith("ELV", saps[0].LogicalDeviceName, StringComparison.Ordinal);
    }

    private static AttributeDescriptor Value(ObjectListElement element) => new(element.ClassId, element.LogicalName, 2);

    /// <summary>Time and frame counter go on between two reads.</summary>
    private static bool IsSteady(AttributeDescriptor attribute) =>
        attribute is not { ClassId: ClassId.Clock, AttributeId: 2 } && attribute.LogicalName != FrameCounter;

    private static CosemData.Structure NameOf(byte kind, int number) => new(
        new CosemData.Unsigned(2),
        new CosemData.Unsigned(16),
        new CosemData.LongUnsigned(756),
        new CosemData.Unsigned(5),
        new CosemData.Unsigned(8),
        new CosemData.Unsigned(kind),
        new CosemData.Unsigned((byte)number));

    private static async Task CheckAsync(DlmsClient client, ObjectListElement element, int attribute, AttributeAccess access)
    {
        var descriptor = new AttributeDescriptor(element.ClassId, element.LogicalName, (sbyte)attribute);
        if (!access.HasFlag(AttributeAccess.Read))
        {
            await RefusesAsync(client, descriptor, DataAccessResult.ReadWriteDenied);
            return;
        }

        CosemData data;
        try
        {
            data = await client.GetAsync(descriptor);
        }
        catch (DataAccessException e) when (e.Result == DataAccessResult.TemporaryFailure && attribute == 2)
        {
            return; // the meter sent no value
        }

        if (attribute == 1)
        {
            Assert.Equal(new CosemData.OctetString(element.LogicalName.ToOctets()), data);
        }
        else if (Types[element.ClassId][attribute - 2] is { } type)
        {
            Assert.Equal(type, data.Type);
        }
        else
        {
            Assert.False(data.Type == DataType.NullData, $"{element.LogicalName} attribute {attribute}");
        }

        if (element.ClassId is ClassId.Register or ClassId.ExtendedRegister && attribute == 3)
        {
            var items = Assert.IsType<CosemData.Structure>(data).Items;
            Assert.IsType<CosemData.Integer>(items[0]);
            Assert.NotEqual(0, Assert.IsType<CosemData.Enum>(items[1]).Value);
        }
    }

    private static async Task RefusesAsync(DlmsClient client, AttributeDescriptor attribute, DataAccessResult expected) =>
        Assert.Equal(expected, (await Assert.ThrowsAsync<DataAccessException>(() => client.GetAsync(attribute))).Result);

    private async Task<IReadOnlyList<SapEntry>> SapListAsync()
    {
        await using var client = await HeadEndClient.PublicAsync(_gateway.DlmsPort, ManagementDevice);
        return await client.ReadSapListAsync();
    }

    private Task<DlmsClient> AssociateAsync(Client kind, ushort device) => kind switch
    {
        Client.Public => HeadEndClient.PublicAsync(_gateway.DlmsPort, device),
        Client.LowLevel => HeadEndClient.ManagementAsync(_gateway.DlmsPort, device, _gateway.Password),
        _ => CipheredAsync(device),
    };

    private Task<DlmsClient> CipheredAsync(ushort device)
    {
        var keys = _gateway.Installation.Security.Keys;
        Assert.True(SystemTitle.TryParse(Encoding.ASCII.GetBytes("CTT00001"), out var title));
        return HeadEndClient.AssociateAsync(_gateway.DlmsPort, new DlmsClientOptions
        {
            ClientSap = (ushort)ClientSap.Management,
            ServerSap = device,
            Security = new(title, keys.GlobalUnicastEncryptionKey, keys.AuthenticationKey) { InvocationCounter = Interlocked.Add(ref _counter, 100_000) },
        });
    }
}
