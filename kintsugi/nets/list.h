#pragma once

#include <string_view>
#include <vector>

#include "kintsugi/nets/alexnet.h"
#include "kintsugi/nets/approx_attention.h"
#include "kintsugi/nets/confidence.h"
#include "kintsugi/nets/context.h"
#include "kintsugi/nets/deepfill.h"
#include "kintsugi/nets/glcic.h"
#include "kintsugi/nets/gmcnn.h"
#include "kintsugi/nets/mobilenet_v2.h"
#include "kintsugi/nets/squeezenet.h"
#include "kintsugi/nets/unet_patchgan.h"
#include "kintsugi/nets/vgg.h"

namespace kintsugi::nets {

/// Every family of networks: the one list.
using AllFamilies = Families<GlcicFamily,            //
                             GmcnnFamily,            //
                             ConfidenceFamily,       //
                             UnetPatchganFamily,     //
                             ApproxAttentionFamily,  //
                             ContextFamily,          //
                             DeepfillFamily,         //
                             VggFamily,              //
                             AlexnetFamily,          //
                             SqueezenetFamily,       //
                             MobilenetV2Family>;

/// What section [generator] of a recipe may name as `network`; the other keys are its options.
using Generator = AllFamilies::Generator;

/// What [[discriminator]] may name.
using Discriminator = AllFamilies::Discriminator;

/// Every network of every family.
const std::vector<Network>& all_networks();

/// The network called `name`, with fresh weights. Errors: there is none; says which there are.
graph::Graph build_network(std::string_view name, uint64_t seed = 0);

}  // namespace kintsugi::nets
